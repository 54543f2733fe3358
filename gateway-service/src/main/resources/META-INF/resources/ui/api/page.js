// The API document to read and to try, by Swagger UI, for whom the front page in this tab works: its key, or the session.

import { key, refresh, session } from '../api.js';

const { SwaggerUIBundle } = /** @type {any} */ (window);

/** Without a fresh token, a session would be answered as a stranger is where something is for everybody. */
async function withFreshSession(request) {
  if (session.get() && session.isDue()) {
    await refresh();
  }
  return request;
}

const ui = SwaggerUIBundle({
  url: '/api/openapi',
  dom_id: '#swagger-ui',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  validatorUrl: 'none', // it would send the document to others
  requestInterceptor: withFreshSession,
  onComplete: () => key.get() && ui.preauthorizeApiKey('bearer', key.get()),
});
