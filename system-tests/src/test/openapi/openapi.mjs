// What is made of the API document, and said of it: one JSON command a line on stdin, one JSON answer a line on stdout.
import {createConfig, lintFromString} from '@redocly/openapi-core';
import openapiTS, {astToString} from 'openapi-typescript';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import ts from 'typescript';

const HEAD = `// Types of the API, generated from its document (GET /api/openapi).\n\n`;

// What is our own way: one operation answers with one success, and failures are the default response.
const RULES = {
  'operation-4xx-response': 'off',
  'info-license': 'off',
  'no-server-example.com': 'off',
};

const commands = {
  types: async ({document}) => ({text: HEAD + astToString(await openapiTS(readFileSync(document, 'utf8')))}),

  lint: async ({document}) => {
    const config = await createConfig({extends: ['recommended'], rules: RULES});
    const found = await lintFromString({source: readFileSync(document, 'utf8'), absoluteRef: document, config});
    return {items: found.map((f) => `${f.severity} ${f.ruleId}: ${f.message} ${f.location[0]?.pointer ?? ''}`)};
  },

  // Whether the scripts of a page use what the API has.
  check: async ({directory}) => {
    const files = readdirSync(directory).filter((name) => name.endsWith('.js'));
    const program = ts.createProgram(files.map((name) => join(directory, name)), {
      allowJs: true,
      checkJs: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    });
    return {
      items: ts.getPreEmitDiagnostics(program).map((d) => {
        const line = d.file ? d.file.getLineAndCharacterOfPosition(d.start).line + 1 : 0;
        return `${d.file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`;
      }),
    };
  },
};

for await (const line of createInterface({input: process.stdin})) {
  const {id, command, ...parameters} = JSON.parse(line);
  commands[command](parameters).then(
    (result) => console.log(JSON.stringify({id, result})),
    (error) => console.log(JSON.stringify({id, error: String(error?.stack ?? error)})),
  );
}
