// Types of the API, generated from its document (GET /api/openapi).

export interface paths {
    "/api/rooms/{id}/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a room's WebSocket
         * @description Speaks `atrium.v1`: JSON text frames, one frame or an array of frames in a message. Credentials come in the Authorization header, or as a one-time ticket (POST /api/tickets) where that cannot be set, in the query or as the sub-protocol `ticket.<ticket>` beside `atrium.v1`; without any, one may watch public rooms.
         */
        get: operations["openRoomSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/tinybase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a WebSocket to a room's shared document
         * @description Speaks the protocol of TinyBase's WebSocket synchronizer. Credentials come as with the room's own socket.
         */
        get: operations["openTinyBaseSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a WebSocket that is in no room
         * @description Speaks `atrium.v1` and tells what concerns yourself: your inbox, your jobs and workflows, what there is to read in your rooms. Credentials come as with the socket of a room.
         */
        get: operations["openOwnSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/asyncapi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The frames on WebSockets, as an AsyncAPI document
         * @description JSON; YAML if `Accept` names a YAML type. `If-None-Match` is answered by 304.
         */
        get: operations["getAsyncApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/asyncapi/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events that the services tell each other by Kafka, as an AsyncAPI document
         * @description JSON; YAML if `Accept` names a YAML type. `If-None-Match` is answered by 304.
         */
        get: operations["getEventsAsyncApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, newest first
         * @description Administrators see all that was done in their organisation, everybody else what they did themselves. Each entry's hash covers the one before it: `./atrium audit verify` checks an export.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cache": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List values, by their keys
         * @description Without an organisation: those that you stored yourself. A page may have fewer values than it might, and yet a next one.
         */
        get: operations["listCached"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cache/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a value */
        get: operations["getCached"];
        /**
         * Store a value for a while
         * @description At most 256 KiB of any type. All callers of a tenant share its values; the tenant of everybody without an organisation is `commons`, so do not put secrets there. In it a value is kept for a day at most.
         */
        put: operations["putCached"];
        post?: never;
        /** Forget a value */
        delete: operations["deleteCached"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the suite is
         * @description 200 while rooms and identities work, even if other parts are down; 503 otherwise.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation, as a signed-in user
         * @description Unknown, used, revoked and expired tokens get the same answer.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/look-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See who invites you into what, by the token of the mail
         * @description Changes nothing. Unknown, used, revoked and expired tokens get the same answer.
         */
        post: operations["lookUpInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your own keys, newest first
         * @description As an administrator of an organisation, signed in, also those of its members.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make an API key
         * @description Without credentials: a key for a new identity with a friendly name, no sign-up needed. With credentials: a further key for the same identity, which allows at most what they allow, and outside of an organisation `organisations:write` only if that is asked for. The key is shown in this answer only: with an Idempotency-Key a repetition makes no second key, but is answered with 409. Without credentials there is no Idempotency-Key: it is 400.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a key of your own, or as an admin of a member, without its secret */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * Revoke a key, at once
         * @description Signed in, everybody may revoke their own keys, and administrators of an organisation those of members who are not above them. Any key may revoke itself; another one of yours it may with the scope `keys:write`.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        /**
         * Change a key of your own: its label, or that it is good for less
         * @description It can be given fewer scopes and an earlier end, and be disabled and enabled again. Within a second that holds everywhere, and the sockets close that were opened with it, so that they come back with what it allows now. To enable it you need every scope of the key yourself, and credentials that do not end before it.
         */
        patch: operations["updateKey"];
        trace?: never;
    };
    "/api/keys/{id}/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a key of your own a new secret
         * @description The key stays the same key. Its former secrets work until the overlap ends, and sockets that were opened with them end then: rotate a secret that leaked with `overlapSeconds` 0. The new secret is shown in this answer only; if that was lost, the secret that was replaced can rotate once more within ten minutes. You need every scope of the key yourself, and credentials that do not end before it.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are and what your credentials allow */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your preferences
         * @description A JSON object that means what the programs that you use make of it; the same in every organisation.
         */
        get: operations["getPreferences"];
        /**
         * Replace your preferences
         * @description At most 16 KiB. With If-Match they are replaced only as they were read.
         */
        put: operations["putPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change some of your preferences
         * @description A JSON Merge Patch (RFC 7396): members are set, `null` removes one.
         */
        patch: operations["patchPreferences"];
        trace?: never;
    };
    "/api/openapi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description JSON; YAML if `Accept` names a YAML type. `If-None-Match` is answered by 304 while nothing has changed.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/gateway/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that nothing could be made of in the gateway, newest first
         * @description Of users, payments, usage and audit trails. For administrators of the operator's organisation.
         */
        get: operations["listGatewayDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/gateway/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them */
        get: operations["getGatewayDeadLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/gateway/dead-letters/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put an event away that nobody wants
         * @description Again: the same.
         */
        post: operations["discardGatewayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/gateway/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an event its effect after all, once
         * @description Again: the same.
         */
        post: operations["replayGatewayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organisations that you are a member of, newest first
         * @description A key sees the one that it was made in.
         */
        get: operations["listOrganisations"];
        put?: never;
        /**
         * Make an organisation, whose owner you are
         * @description Work in it with the header `Atrium-Organisation` and its id, or with a key that you make in it. With an Idempotency-Key the request can be repeated safely.
         */
        post: operations["createOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an organisation that you are a member of */
        get: operations["getOrganisation"];
        put?: never;
        post?: never;
        /**
         * Delete an organisation, as its owner
         * @description It ends for all its members, with the keys that were made in it; their sockets close.
         */
        delete: operations["deleteOrganisation"];
        options?: never;
        head?: never;
        /** Change the name or slug of an organisation, as an admin */
        patch: operations["updateOrganisation"];
        trace?: never;
    };
    "/api/organisations/{id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations of an organisation, newest first */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite somebody by e-mail, as an admin
         * @description The mail has a link with a token, which works once. With an Idempotency-Key the request can be repeated safely.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an invitation, as an admin */
        get: operations["getInvitation"];
        put?: never;
        post?: never;
        /** Take an invitation back, as an admin */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}/invitations/{invitation}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an invitation once more, as an admin
         * @description With another token: the one in the former mail does not work any more.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members of an organisation, who joined last first */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}/members/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a member of an organisation */
        get: operations["getMember"];
        /**
         * Give a member another role, as an admin
         * @description Nobody gives a role above their own, or changes a member above them. The member's sockets close, so that they come back with the new role.
         */
        put: operations["changeMember"];
        post?: never;
        /**
         * Remove a member, as an admin, or leave
         * @description The keys that the member made in the organisation end, and its sockets there close. With an API key this needs the scope `organisations:write`.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}/owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make another member the owner, as the owner
         * @description You stay a member, as an admin.
         */
        put: operations["transferOrganisation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the teams of an organisation, newest first */
        get: operations["listTeams"];
        put?: never;
        /**
         * Make a team, as an admin
         * @description With an Idempotency-Key the request can be repeated safely.
         */
        post: operations["createTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}/teams/{team}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a team */
        get: operations["getTeam"];
        put?: never;
        post?: never;
        /** Delete a team, as an admin; its members stay in the organisation */
        delete: operations["deleteTeam"];
        options?: never;
        head?: never;
        /** Give a team another name, as an admin */
        patch: operations["renameTeam"];
        trace?: never;
    };
    "/api/organisations/{id}/teams/{team}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members of a team, who was added last first */
        get: operations["listTeamMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisations/{id}/teams/{team}/members/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a member of the organisation to a team, as an admin */
        put: operations["addTeamMember"];
        post?: never;
        /** Remove a member from a team, as an admin */
        delete: operations["removeTeamMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your organisation's plan, and what was used of it
         * @description Beyond a limit it is 429 `quota-exceeded`. Without an organisation nothing is limited by a plan, and what you see is your own use.
         */
        get: operations["getPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All plans and what they allow */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/organisation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Work in another organisation from now on
         * @description For the session that you come with; requests that name an organisation in `Atrium-Organisation` go there all the same. What is open already stays where it was opened.
         */
        put: operations["switchOrganisation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get new tokens for a session
         * @description A refresh token is used once. One that was replaced gets the same successor once more for 30 seconds, because an answer may have been lost; later it ends the session, because then there is a copy of it. Browsers send no body; theirs is in a cookie.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List where you are signed in, newest first */
        get: operations["listSessions"];
        put?: never;
        /**
         * Open a session for a program
         * @description With an access token of the identity provider: a program that has signed its user in by itself needs it only once. Browsers go to `/api/sign-in` instead. The tokens are shown in this answer only.
         */
        post: operations["createSession"];
        /**
         * Log out everywhere
         * @description Within a second no token of these sessions is taken any more, and what they had opened is closed.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session of your own */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in with a browser
         * @description Leads to the identity provider, and from there back to `return` with the cookies of a session.
         */
        get: operations["signIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/back-channel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hear from the identity provider that somebody has logged out
         * @description Ends the sessions that the provider's signed `logout_token` names: those of its session, or all of its user.
         */
        post: operations["providerLogOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from the identity provider
         * @description Only the browser that has begun to sign in can complete it, within ten minutes.
         */
        get: operations["completeSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the session that you come with
         * @description Closes what the session had opened, and makes a browser forget its cookies. `providerLogOut` is where a browser can go to end the identity provider's session too (OpenID Connect RP-Initiated Logout).
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sockets/renewals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a token by which an open WebSocket goes on
         * @description A WebSocket ends with the access token that it was opened with. To go on, get a new access token, come here with it, and send what you get in a frame `renew`. A socket that was opened with an API key or in a session ends with that: open a new one instead.
         */
        post: operations["createRenewal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what in a tenant, newest first
         * @description For administrators of the operator's organisation, of any tenant, `commons` too. That it was read is written down in the same trail first.
         */
        get: operations["listTenantAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A tenant's limits: those that were set for it, and all that hold
         * @description For administrators of the operator's organisation.
         */
        get: operations["getTenantLimits"];
        /**
         * Set limits for a tenant, instead of what is configured
         * @description For administrators of the operator's organisation. These hold, and no others that were set before: at all gateways about a second later, in rooms some seconds, on open sockets too. Limits that are configured for single routes can be set as well. What is used of a quota of a tenant's own is counted from then on, and for itself.
         */
        put: operations["setTenantLimits"];
        post?: never;
        /**
         * Let a tenant's limits be again what is configured
         * @description For administrators of the operator's organisation.
         */
        delete: operations["unsetTenantLimits"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A tenant's plan, and what was used of it
         * @description For administrators of the operator's organisation.
         */
        get: operations["getTenantPlan"];
        /**
         * Give a tenant a plan, whatever it has paid for
         * @description For administrators of the operator's organisation.
         */
        put: operations["setTenantPlan"];
        post?: never;
        /**
         * Let the plan be again what the tenant has paid for, or the standard one
         * @description For administrators of the operator's organisation.
         */
        delete: operations["unsetTenantPlan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a ticket for one WebSocket
         * @description Browsers cannot send an Authorization header when they open a WebSocket. They open it with `?ticket=` instead. A ticket works once, within 30 seconds.
         */
        post: operations["createTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was used, by hour, day or month
         * @description Administrators see what their organisation has used; without an organisation one sees one's own. Times are in UTC. It is complete within about ten seconds. Hours can be asked for 62 days, days for 400.
         */
        get: operations["listUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users, newest first
         * @description Without an organisation: those that you created yourself.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description The user is welcomed by e-mail, an address once a day at most. With an Idempotency-Key the request can be repeated safely: the repetition is answered with 200 and the same user.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Deactivate a user
         * @description It stays readable; its e-mail address is free again. Who it was is forgotten some time later: `email` and `name` are empty then. Who signs in by a provider loses the membership, the keys and the sessions in the organisation. In an organisation only administrators end whom others created.
         */
        delete: operations["deactivateUser"];
        options?: never;
        head?: never;
        /**
         * Change a user's e-mail address or name
         * @description In an organisation only administrators change whom others created.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/webhook-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sources of webhooks, newest first
         * @description Without an organisation: those that you registered yourself.
         */
        get: operations["listWebhookSources"];
        put?: never;
        /**
         * Register a source of webhooks
         * @description Give the source the `url` of the answer. Its secret is either one that the source names (Stripe, Slack, Svix), or made here and shown in this answer only: with an Idempotency-Key a repetition registers no second source, but is answered with 409. A source of the type `generic` may have an action, which is done on your behalf: you must be able to do it yourself, now and each time.
         */
        post: operations["createWebhookSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-sources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a source of webhooks, without its secrets */
        get: operations["getWebhookSource"];
        put?: never;
        post?: never;
        /**
         * Remove a source; it can deliver nothing any more
         * @description In an organisation only administrators remove what others registered.
         */
        delete: operations["deleteWebhookSource"];
        options?: never;
        head?: never;
        /**
         * Change the name of a source, or what is done with its deliveries
         * @description The action is done on behalf of who sets it, and `{}` takes it back. What was delivered before has the former one. In an organisation only administrators change what others registered.
         */
        patch: operations["updateWebhookSource"];
        trace?: never;
    };
    "/api/webhook-sources/{id}/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a source another secret
         * @description Former secrets fit until the overlap ends. A secret that is made here is shown in this answer only. In an organisation only administrators change what others registered.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver a webhook
         * @description For sources that were registered, with the headers of their scheme and at most 256 KiB. What is accepted is stored; the same message once more is accepted and changes nothing.
         */
        post: operations["receiveWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getMeActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRooms"];
        put?: never;
        /** Create */
        post: operations["postRooms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsById"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["deleteRoomsById"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["patchRoomsById"];
        trace?: never;
    };
    "/api/rooms/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRoomsByIdActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRoomsByIdBans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/bans/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsByIdBansBySubject"];
        /** Put */
        put: operations["putRoomsByIdBansBySubject"];
        post?: never;
        /** Delete */
        delete: operations["deleteRoomsByIdBansBySubject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsByIdDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/document/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** History */
        get: operations["getRoomsByIdDocumentHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRoomsByIdDrafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/drafts/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsByIdDraftsByKey"];
        /** Save */
        put: operations["putRoomsByIdDraftsByKey"];
        post?: never;
        /** Delete */
        delete: operations["deleteRoomsByIdDraftsByKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join */
        post: operations["postRoomsByIdJoin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRoomsByIdLinks"];
        put?: never;
        /** Make */
        post: operations["postRoomsByIdLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/links/{linkId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsByIdLinksByLinkId"];
        put?: never;
        post?: never;
        /** Revoke */
        delete: operations["deleteRoomsByIdLinksByLinkId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live */
        get: operations["getRoomsByIdLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/marker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Mark */
        put: operations["putRoomsByIdMarker"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRoomsByIdMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/members/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsByIdMembersBySubject"];
        /** Put */
        put: operations["putRoomsByIdMembersBySubject"];
        post?: never;
        /** Delete */
        delete: operations["deleteRoomsByIdMembersBySubject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages */
        get: operations["getRoomsByIdMessages"];
        put?: never;
        /** Post */
        post: operations["postRoomsByIdMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsByIdMessagesByMessageId"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["deleteRoomsByIdMessagesByMessageId"];
        options?: never;
        head?: never;
        /** Edit */
        patch: operations["patchRoomsByIdMessagesByMessageId"];
        trace?: never;
    };
    "/api/rooms/{id}/messages/{messageId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** History */
        get: operations["getRoomsByIdMessagesByMessageIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/messages/{messageId}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** React */
        put: operations["putRoomsByIdMessagesByMessageIdReactionsByEmoji"];
        post?: never;
        /** Unreact */
        delete: operations["deleteRoomsByIdMessagesByMessageIdReactionsByEmoji"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/messages/{messageId}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report */
        post: operations["postRoomsByIdMessagesByMessageIdReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/object": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsByIdObject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/object/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** History */
        get: operations["getRoomsByIdObjectHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRoomsByIdObjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Operate */
        post: operations["postRoomsByIdOperations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRoomsByIdSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/schemas/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getRoomsByIdSchemasByName"];
        /** Put */
        put: operations["putRoomsByIdSchemasByName"];
        post?: never;
        /** Delete */
        delete: operations["deleteRoomsByIdSchemasByName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getRoomsByIdTeams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/teams/{team}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put */
        put: operations["putRoomsByIdTeamsByTeam"];
        post?: never;
        /** Delete */
        delete: operations["deleteRoomsByIdTeamsByTeam"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{id}/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Unread */
        get: operations["getRoomsByIdUnread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getUnread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your own files, those of a room, or as an administrator all of your organisation */
        get: operations["getFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describe a file */
        get: operations["getFilesById"];
        put?: never;
        post?: never;
        /** Delete a file of yours, one in a room that you own, or as an administrator any */
        delete: operations["deleteFilesById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file's bytes, or a range of them */
        get: operations["getFilesByIdContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a picture's preview, once it is ready and if it is larger than its thumbnail */
        get: operations["getFilesByIdPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/process": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Process a file of yours once more, or as an administrator any */
        post: operations["postFilesByIdProcess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file's text, once the file is ready and if it has any */
        get: operations["getFilesByIdText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file's thumbnail, once the file is ready and if it has one */
        get: operations["getFilesByIdThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a file of the commons */
        delete: operations["deleteOperationsFilesById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file, for yourself or into a room */
        post: operations["postUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the audit trail went, and when, oldest first
         * @description For administrators. Each is signed by the gateway and kept outside of the database; by them `./atrium audit verify` tells whether a trail was written anew.
         */
        get: operations["listAuditAnchors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys by which anchors are verified
         * @description A JWK set (RFC 7517). Keep it beside the anchors: keys change.
         */
        get: operations["getAuditKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your organisation's backups */
        get: operations["getBackups"];
        put?: never;
        /** Back up all that your organisation has in rooms and files */
        post: operations["postBackups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a backup */
        post: operations["postBackupsUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell about a backup */
        get: operations["getBackupsById"];
        put?: never;
        post?: never;
        /** Delete a backup */
        delete: operations["deleteBackupsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a backup */
        get: operations["getBackupsByIdContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups/{id}/restores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore a backup, or tell what that would do */
        post: operations["postBackupsByIdRestores"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your own exports */
        get: operations["getExports"];
        put?: never;
        /** Export a room or files as documents */
        post: operations["postExports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell about an export of yours */
        get: operations["getExportsById"];
        put?: never;
        post?: never;
        /** Delete an export of yours with its documents */
        delete: operations["deleteExportsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay All */
        post: operations["postJobsReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getJobsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel */
        post: operations["postJobsByIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Discard */
        post: operations["postJobsByIdDiscard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getJobsByIdProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay */
        post: operations["postJobsByIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Retry */
        post: operations["postJobsByIdRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moderation/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List messages to moderate */
        get: operations["getModerationItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moderation/items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell about a message to moderate */
        get: operations["getModerationItemsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moderation/items/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a message */
        post: operations["postModerationItemsByIdApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moderation/items/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject a message */
        post: operations["postModerationItemsByIdReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moderation/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List rules for messages */
        get: operations["getModerationRules"];
        put?: never;
        /** Make a rule for messages */
        post: operations["postModerationRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/moderation/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell about a rule */
        get: operations["getModerationRulesById"];
        put?: never;
        post?: never;
        /** Remove a rule */
        delete: operations["deleteModerationRulesById"];
        options?: never;
        head?: never;
        /** Change a rule */
        patch: operations["patchModerationRulesById"];
        trace?: never;
    };
    "/api/moderation/rules/{id}/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a hook a new secret */
        post: operations["postModerationRulesByIdRotations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getNotifications"];
        put?: never;
        /** Send */
        post: operations["postNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getNotificationsAddress"];
        /** Put */
        put: operations["putNotificationsAddress"];
        post?: never;
        /** Delete */
        delete: operations["deleteNotificationsAddress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask Confirm */
        get: operations["getNotificationsConfirm"];
        put?: never;
        /** Confirm */
        post: operations["postNotificationsConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count */
        get: operations["getNotificationsCount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/mail-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report */
        post: operations["postNotificationsMailReports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark All */
        post: operations["postNotificationsMarks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getNotificationsPreferences"];
        /** Put */
        put: operations["putNotificationsPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Patch */
        patch: operations["patchNotificationsPreferences"];
        trace?: never;
    };
    "/api/notifications/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getNotificationsPush"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/push/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Subscribe */
        post: operations["postNotificationsPushSubscriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/push/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Unsubscribe */
        delete: operations["deleteNotificationsPushSubscriptionsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getNotificationsSuppressions"];
        put?: never;
        /** Add */
        post: operations["postNotificationsSuppressions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/suppressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["deleteNotificationsSuppressionsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask Unsubscribe */
        get: operations["getNotificationsUnsubscribe"];
        put?: never;
        /** Unsubscribe */
        post: operations["postNotificationsUnsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getNotificationsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Mark */
        patch: operations["patchNotificationsById"];
        trace?: never;
    };
    "/api/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getOperationsDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getOperationsDeadLettersById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/dead-letters/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Discard */
        post: operations["postOperationsDeadLettersByIdDiscard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay */
        post: operations["postOperationsDeadLettersByIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getOperationsInstallation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getOperationsJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/jobs/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Discard */
        post: operations["postOperationsJobsDiscard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/jobs/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay */
        post: operations["postOperationsJobsReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/queues/{class}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause */
        post: operations["postOperationsQueuesByClassPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/queues/{class}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume */
        post: operations["postOperationsQueuesByClassResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{class}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause */
        post: operations["postQueuesByClassPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{class}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume */
        post: operations["postQueuesByClassResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/restores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your organisation's restores */
        get: operations["getRestores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/restores/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell about a restore */
        get: operations["getRestoresById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/restores/{id}/abandon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a restore up, and keep what has come back */
        post: operations["postRestoresByIdAbandon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getSchedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getSchedulesById"];
        /** Put */
        put: operations["putSchedulesById"];
        post?: never;
        /** Delete */
        delete: operations["deleteSchedulesById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedules/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause */
        post: operations["postSchedulesByIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedules/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume */
        post: operations["postSchedulesByIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/audit/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a tenant's audit trail went, and when, oldest first
         * @description For administrators of the operator's organisation, of any tenant, `commons` too. That they were read is written down in the trail.
         */
        get: operations["listTenantAuditAnchors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getWebhookEndpoints"];
        put?: never;
        /** Register */
        post: operations["postWebhookEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getWebhookEndpointsById"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["deleteWebhookEndpointsById"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["patchWebhookEndpointsById"];
        trace?: never;
    };
    "/api/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getWebhookEndpointsByIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-endpoints/{id}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getWebhookEndpointsByIdDeliveriesByDeliveryId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-endpoints/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay */
        post: operations["postWebhookEndpointsByIdDeliveriesByDeliveryIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-endpoints/{id}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Recover */
        post: operations["postWebhookEndpointsByIdRecover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-endpoints/{id}/replay-missing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay Missing */
        post: operations["postWebhookEndpointsByIdReplayMissing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-endpoints/{id}/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rotate */
        post: operations["postWebhookEndpointsByIdRotations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Test */
        post: operations["postWebhookEndpointsByIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getWebhookEventTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-sources/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getWebhookSourcesByIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-sources/{id}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getWebhookSourcesByIdDeliveriesByDeliveryId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhook-sources/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay */
        post: operations["postWebhookSourcesByIdDeliveriesByDeliveryIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getWorkers"];
        put?: never;
        /** Register */
        post: operations["postWorkers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getWorkersById"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["deleteWorkersById"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["patchWorkersById"];
        trace?: never;
    };
    "/api/workers/{id}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add */
        post: operations["postWorkersByIdJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workers/{id}/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rotate */
        post: operations["postWorkersByIdRotations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflow/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start */
        post: operations["postWorkflowStart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["getWorkflows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getWorkflowsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel */
        post: operations["postWorkflowsByIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{id}/events/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send */
        post: operations["postWorkflowsByIdEventsByName"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** History */
        get: operations["getWorkflowsByIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause */
        post: operations["postWorkflowsByIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["getWorkflowsByIdProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restart */
        post: operations["postWorkflowsByIdRestart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume */
        post: operations["postWorkflowsByIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find messages and files by words and by meaning, among all that you may read */
        get: operations["getSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457 */
        Problem: {
            /**
             * Format: uri-reference
             * @example /problems/not-found
             */
            type: string;
            title: string;
            status: number;
            /** @description What was wrong this time, and what to do */
            detail: string;
            /** @description Id of the request; it is also in the header X-Request-Id */
            instance?: string;
            /** @description The single faults of an invalid request */
            errors?: {
                /** @description JSON Pointer into the body */
                pointer?: string;
                /** @description Name of the parameter or header */
                parameter?: string;
                detail: string;
                /** @description What is there instead of what the request assumes, where that is said */
                present?: unknown;
            }[];
            /** @description Names of the limits that are used up, as RateLimit-Policy has them */
            "violated-policies"?: string[];
        };
        Acceptance: {
            token: string;
        };
        ApiKey: {
            id: components["schemas"]["UUID"];
            key?: string;
            createdBy: string;
            handle: string;
            label?: string;
            scopes: string[];
            createdAt: components["schemas"]["Instant"];
            expiresAt?: components["schemas"]["Instant"];
            enabled: boolean;
            lastUsedAt?: components["schemas"]["Instant"];
            rotatedAt?: components["schemas"]["Instant"];
            formerUntil?: components["schemas"]["Instant"];
            revokedAt?: components["schemas"]["Instant"];
        };
        CachedKey: {
            key: string;
            /** Format: int64 */
            sizeBytes: number;
            type: string;
            etag: string;
            expiresAt: components["schemas"]["Instant"];
            meta?: components["schemas"]["JsonNode"];
        };
        CurrentKey: {
            id: components["schemas"]["UUID"];
            label?: string;
            scopes: string[];
            expiresAt?: components["schemas"]["Instant"];
        };
        /** @enum {string} */
        DeadLetterState: "open" | "replayed" | "discarded";
        Entry: {
            tenant: string;
            /** Format: int64 */
            seq: number;
            time: components["schemas"]["Instant"];
            actor: string;
            action: string;
            target: string;
            outcome: string;
            request: string;
            detail: string;
            hash: string;
        };
        GatewayDeadLetter: {
            id: components["schemas"]["UUID"];
            topic: string;
            /** Format: int32 */
            partition: number;
            /** Format: int64 */
            offset: number;
            consumer?: string;
            headers: {
                [key: string]: string;
            };
            /** Format: int32 */
            sizeBytes?: number;
            sha256?: string;
            reason: string;
            state: components["schemas"]["DeadLetterState"];
            writtenAt: components["schemas"]["Instant"];
            recordedAt: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            endedBy?: string;
        };
        Health: {
            status: components["schemas"]["Status"];
            parts: {
                [key: string]: components["schemas"]["Status"];
            };
        };
        /**
         * Format: date-time
         * @example 2022-03-10T16:15:50Z
         */
        Instant: string;
        Invitation: {
            id: components["schemas"]["UUID"];
            email: string;
            role: components["schemas"]["Role"];
            teams: string[];
            status: components["schemas"]["Status1"];
            invitedBy: string;
            createdAt: components["schemas"]["Instant"];
            sentAt: components["schemas"]["Instant"];
            /** Format: int32 */
            sends: number;
            expiresAt: components["schemas"]["Instant"];
            acceptedBy?: string;
        };
        InvitationView: {
            organisation: string;
            invitedBy: string;
            role: components["schemas"]["Role"];
            expiresAt: components["schemas"]["Instant"];
        };
        Issued: {
            token: string;
            /** Format: int64 */
            expiresInSeconds: number;
        };
        Issued1: {
            ticket: string;
            /** Format: int64 */
            expiresInSeconds: number;
        };
        IssuedTokens: {
            id: components["schemas"]["UUID"];
            token?: string;
            /**
             * Format: int64
             * @example 300
             */
            expiresInSeconds: number;
            /** @example mar_… */
            refreshToken?: string;
            /**
             * Format: int64
             * @example 604800
             */
            refreshExpiresInSeconds: number;
        };
        /** @description Any JSON value */
        JsonNode: unknown;
        KeyChange: {
            label?: string;
            scopes?: string[];
            expiresAt?: components["schemas"]["Instant"];
            enabled?: boolean;
            any?: boolean;
        };
        LimitsView: {
            set: {
                [key: string]: string;
            };
            inForce: {
                [key: string]: string;
            };
        };
        Me: {
            subject: string;
            tenant: string;
            handle: string;
            roles: string[];
            scopes: string[];
            teams: string[];
            key?: components["schemas"]["CurrentKey"];
        };
        Member: {
            subject: string;
            handle: string;
            role: components["schemas"]["Role"];
            joinedAt: components["schemas"]["Instant"];
        };
        Message: {
            room: string;
            text: string;
        };
        NewInvitation: {
            email: string;
            role: components["schemas"]["Role"];
            teams?: string[];
        };
        NewKey: {
            label?: string;
            scopes?: string[];
            expiresAt?: components["schemas"]["Instant"];
        };
        NewLimits: {
            limits: {
                [key: string]: string;
            };
        };
        NewOrganisation: {
            name: string;
            slug?: string;
        };
        NewOwner: {
            subject: string;
        };
        NewRole: {
            role: components["schemas"]["Role"];
        };
        NewSecret: {
            secret?: string;
            /** Format: int32 */
            overlapSeconds?: number;
        };
        NewSource: {
            name: string;
            scheme: components["schemas"]["Scheme"];
            type?: components["schemas"]["SourceType"];
            action?: components["schemas"]["SourceAction"];
            secret?: string;
        };
        NewTeam: {
            name: string;
        };
        NewUser: {
            email: string;
            name: string;
        };
        Organisation: {
            id: components["schemas"]["UUID"];
            name: string;
            slug: string;
            role: components["schemas"]["Role"];
            createdAt: components["schemas"]["Instant"];
        };
        OrganisationChange: {
            name?: string;
            slug?: string;
            any?: boolean;
        };
        PageApiKey: {
            items: components["schemas"]["ApiKey"][];
            nextCursor?: string;
        };
        PageCachedKey: {
            items: components["schemas"]["CachedKey"][];
            nextCursor?: string;
        };
        PageDeadLetter: {
            items: components["schemas"]["GatewayDeadLetter"][];
            nextCursor?: string;
        };
        PageEntry: {
            items: components["schemas"]["Entry"][];
            nextCursor?: string;
        };
        PageInvitation: {
            items: components["schemas"]["Invitation"][];
            nextCursor?: string;
        };
        PageMember: {
            items: components["schemas"]["Member"][];
            nextCursor?: string;
        };
        PageOrganisation: {
            items: components["schemas"]["Organisation"][];
            nextCursor?: string;
        };
        PagePlanLimits: {
            items: components["schemas"]["PlanLimits"][];
            nextCursor?: string;
        };
        PageSession: {
            items: components["schemas"]["Session"][];
            nextCursor?: string;
        };
        PageSource: {
            items: components["schemas"]["Source"][];
            nextCursor?: string;
        };
        PageTeam: {
            items: components["schemas"]["Team"][];
            nextCursor?: string;
        };
        PageTeamMember: {
            items: components["schemas"]["TeamMember"][];
            nextCursor?: string;
        };
        PageUsageAmount: {
            items: components["schemas"]["UsageAmount"][];
            nextCursor?: string;
        };
        PageUser: {
            items: components["schemas"]["User"][];
            nextCursor?: string;
        };
        PlanLimits: {
            name: string;
            limits: {
                [key: string]: number;
            };
        };
        PlanName: {
            plan: string;
        };
        PlanView: {
            plan: string;
            quotas: components["schemas"]["Quota"][];
        };
        Quota: {
            meter: string;
            /** Format: int64 */
            limit?: number;
            /** Format: int64 */
            used: number;
            resetsAt?: components["schemas"]["Instant"];
        };
        Refresh: {
            refreshToken: string;
        };
        /** @enum {string} */
        Role: "viewer" | "commenter" | "editor" | "admin" | "owner";
        Rotation: {
            /** Format: int32 */
            overlapSeconds?: number;
        };
        /** @enum {string} */
        Scheme: "standard" | "github" | "stripe" | "slack" | "keycloak";
        Session: {
            id: components["schemas"]["UUID"];
            /** @example Firefox on Linux */
            userAgent: string;
            /** @example 203.0.113.0/24 */
            address: string;
            organisation?: string;
            createdAt: components["schemas"]["Instant"];
            lastSeenAt: components["schemas"]["Instant"];
            expiresAt: components["schemas"]["Instant"];
            current: boolean;
        };
        Signal: {
            id: string;
            event: string;
        };
        SignedOut: {
            providerLogOut?: string;
        };
        Source: {
            id: components["schemas"]["UUID"];
            name: string;
            scheme: components["schemas"]["Scheme"];
            type: components["schemas"]["SourceType"];
            action?: components["schemas"]["SourceAction"];
            actionBy?: string;
            url: string;
            secret?: string;
            createdBy: string;
            createdAt: components["schemas"]["Instant"];
        };
        SourceAction: {
            message?: components["schemas"]["Message"];
            workflow?: components["schemas"]["Signal"];
            any?: boolean;
        };
        SourceChange: {
            name?: string;
            action?: components["schemas"]["SourceAction"];
            any?: boolean;
        };
        /** @enum {string} */
        SourceType: "generic" | "auth" | "payment";
        /** @enum {string} */
        Status: "up" | "degraded" | "down";
        /** @enum {string} */
        Status1: "open" | "expired" | "accepted" | "revoked";
        SwitchedSession: {
            organisation?: string;
            token?: string;
            /** Format: int64 */
            expiresInSeconds: number;
        };
        Team: {
            id: components["schemas"]["UUID"];
            name: string;
            createdAt: components["schemas"]["Instant"];
        };
        TeamMember: {
            subject: string;
            addedAt: components["schemas"]["Instant"];
        };
        /** Format: uuid */
        UUID: string;
        UsageAmount: {
            meter: string;
            start: components["schemas"]["Instant"];
            /** Format: int64 */
            amount: number;
        };
        User: {
            id: components["schemas"]["UUID"];
            email: string;
            name: string;
            externalId?: string;
            createdAt: components["schemas"]["Instant"];
            updatedAt?: components["schemas"]["Instant"];
            deactivatedAt?: components["schemas"]["Instant"];
        };
        UserChange: {
            email?: string;
            name?: string;
            any?: boolean;
        };
        Workplace: {
            organisation?: string | null;
        };
        Activity: {
            roomId: string;
            /** Format: int64 */
            sequence: number;
            at: components["schemas"]["Instant"];
            type: string;
            actor: components["schemas"]["Actor"];
            subject?: string;
            summary: components["schemas"]["JsonNode"];
        };
        ActivityPage: {
            items: components["schemas"]["Activity"][];
            hasMore: boolean;
        };
        Actor: {
            subject: string;
            handle: string;
        };
        AppliedOperations: {
            /** Format: int64 */
            sequence: number;
            repeated: boolean;
            objects: components["schemas"]["ObjectView"][];
        };
        Attachment: {
            fileId: string;
            name: string;
            type: string;
        };
        BanView: {
            subject: string;
            by: components["schemas"]["Actor"];
            at: components["schemas"]["Instant"];
            expiresAt?: components["schemas"]["Instant"];
            reason?: string;
        };
        ChangedRoom: {
            name?: string;
            visibility?: components["schemas"]["Visibility"];
            everyone?: components["schemas"]["RoomRole"];
            archived?: boolean;
        };
        DocumentVersion: {
            /** Format: int64 */
            version: number;
            removed?: boolean;
            value?: components["schemas"]["JsonNode"];
            by: components["schemas"]["Actor"];
            at: components["schemas"]["Instant"];
        };
        DocumentView: {
            tables: components["schemas"]["JsonNode"];
            values: components["schemas"]["JsonNode"];
            /** Format: int64 */
            sequence: number;
        };
        DraftView: {
            key: string;
            content: string;
            savedAt: components["schemas"]["Instant"];
            /** Format: int64 */
            sequence: number;
        };
        Drafts: {
            items: components["schemas"]["DraftView"][];
        };
        EditedMessage: {
            content: string;
            mentions?: string[];
        };
        RoomInvitation: {
            token: string;
        };
        /** @enum {string} */
        Kind: "chat" | "narrative" | "canvas" | "generation";
        LinkPage: {
            items: components["schemas"]["LinkView"][];
        };
        LinkView: {
            id: string;
            role: components["schemas"]["RoomRole"];
            by: components["schemas"]["Actor"];
            at: components["schemas"]["Instant"];
            expiresAt?: components["schemas"]["Instant"];
            /** Format: int32 */
            maxUses?: number;
            /** Format: int32 */
            uses: number;
            token?: string;
        };
        LiveView: {
            /** Format: int32 */
            people: number;
            /** Format: int32 */
            viewers: number;
            here: components["schemas"]["PagePersonView"];
            typing: components["schemas"]["Actor"][];
            locks: components["schemas"]["LockView"][];
            playback?: components["schemas"]["PlaybackView"];
        };
        LockView: {
            name: string;
            holder: components["schemas"]["Actor"];
            /** Format: int64 */
            socket: number;
            /** Format: int64 */
            token: number;
            /** Format: int64 */
            expiresAt: number;
            /** Format: int32 */
            waiting: number;
        };
        MemberView: {
            subject: string;
            handle: string;
            role: components["schemas"]["RoomRole"];
            own?: components["schemas"]["RoomRole"];
            teams?: string[];
        };
        MessagePage: {
            items: components["schemas"]["MessageView"][];
            hasMore: boolean;
        };
        MessageVersion: {
            /** Format: int64 */
            version: number;
            at: components["schemas"]["Instant"];
            content: string;
            mentions?: string[];
        };
        MessageView: {
            id: string;
            roomId: string;
            /** Format: int64 */
            sequence: number;
            /** Format: int64 */
            version: number;
            sender: components["schemas"]["Actor"];
            content: string;
            attachment?: components["schemas"]["Attachment"];
            clientId?: string;
            replyTo?: string;
            mentions?: string[];
            createdAt: components["schemas"]["Instant"];
            editedAt?: components["schemas"]["Instant"];
            deleted?: boolean;
            hidden?: boolean;
            reactions?: components["schemas"]["ReactionView"][];
            replies?: components["schemas"]["Replies"];
        };
        NewAttachment: {
            fileId: string;
            name: string;
            type: string;
        };
        NewBan: {
            expiresAt?: components["schemas"]["Instant"];
            reason?: string;
        };
        NewDraft: {
            content: string;
        };
        NewLink: {
            role: components["schemas"]["RoomRole"];
            expiresAt?: components["schemas"]["Instant"];
            /** Format: int32 */
            maxUses?: number;
        };
        NewMarker: {
            /** Format: int64 */
            upTo: number;
        };
        NewMember: {
            role: components["schemas"]["RoomRole"];
            handle?: string;
        };
        NewMessage: {
            content: string;
            clientId?: string;
            replyTo?: string;
            mentions?: string[];
            draft?: string;
            attachment?: components["schemas"]["NewAttachment"];
        };
        NewOperations: {
            clientId?: string;
            operations: components["schemas"]["JsonNode"];
        };
        NewReport: {
            reason: components["schemas"]["ReportReason"];
            comment?: string;
        };
        NewRoom: {
            name: string;
            kind?: components["schemas"]["Kind"];
            visibility?: components["schemas"]["Visibility"];
        };
        NewSchema: {
            pattern: string;
            schema?: components["schemas"]["JsonNode"];
            conflict?: string;
        };
        NewTeamRole: {
            role: components["schemas"]["RoomRole"];
        };
        ObjectPage: {
            items: components["schemas"]["ObjectView"][];
            /** Format: int64 */
            sequence: number;
            nextCursor?: string;
        };
        ObjectView: {
            path: string;
            /** Format: int64 */
            version: number;
            removed?: boolean;
            value?: components["schemas"]["JsonNode"];
            by?: components["schemas"]["Actor"];
            at?: components["schemas"]["Instant"];
        };
        PageActivity: {
            items: components["schemas"]["Activity"][];
            nextCursor?: string;
        };
        PageBanView: {
            items: components["schemas"]["BanView"][];
            nextCursor?: string;
        };
        PageDocumentVersion: {
            items: components["schemas"]["DocumentVersion"][];
            nextCursor?: string;
        };
        PageMemberView: {
            items: components["schemas"]["MemberView"][];
            nextCursor?: string;
        };
        PageMessageVersion: {
            items: components["schemas"]["MessageVersion"][];
            nextCursor?: string;
        };
        PageObjectView: {
            items: components["schemas"]["ObjectView"][];
            nextCursor?: string;
        };
        PagePersonView: {
            items: components["schemas"]["PersonView"][];
            nextCursor?: string;
        };
        PageRoomView: {
            items: components["schemas"]["RoomView"][];
            nextCursor?: string;
        };
        PageSchemaView: {
            items: components["schemas"]["SchemaView"][];
            nextCursor?: string;
        };
        PageTeamView: {
            items: components["schemas"]["TeamView"][];
            nextCursor?: string;
        };
        PageUnread: {
            items: components["schemas"]["Unread"][];
            nextCursor?: string;
        };
        PersonView: {
            subject: string;
            handle: string;
            status?: string;
            colour?: string;
        };
        PlaybackView: {
            playing: boolean;
            /** Format: double */
            position: number;
            /** Format: double */
            rate: number;
            /** Format: int64 */
            at: number;
            by: components["schemas"]["Actor"];
        };
        ReactionView: {
            emoji: string;
            /** Format: int32 */
            count: number;
            subjects: string[];
        };
        Replies: {
            /** Format: int32 */
            count: number;
            lastAt?: components["schemas"]["Instant"];
        };
        /** @enum {string} */
        ReportReason: "spam" | "harassment" | "hate" | "violence" | "sexual" | "illegal" | "other";
        /** @enum {string} */
        RoomRole: "viewer" | "commenter" | "editor" | "owner";
        RoomView: {
            id: string;
            name: string;
            kind: components["schemas"]["Kind"];
            visibility: components["schemas"]["Visibility"];
            everyone: components["schemas"]["RoomRole"];
            archived: boolean;
            owner: components["schemas"]["Actor"];
            createdAt: components["schemas"]["Instant"];
            /** Format: int64 */
            lastSequence: number;
        };
        SchemaView: {
            name: string;
            pattern: string;
            schema?: components["schemas"]["JsonNode"];
            conflict: string;
        };
        TeamView: {
            team: string;
            name?: string;
            role: components["schemas"]["RoomRole"];
        };
        Unread: {
            roomId: string;
            /** Format: int32 */
            unread: number;
            /** Format: int32 */
            mentions: number;
            /** Format: int64 */
            lastSequence: number;
            /** Format: int64 */
            marker: number;
        };
        /** @enum {string} */
        Visibility: "public" | "private";
        /** @enum {string} */
        FileStatus: "processing" | "ready" | "failed";
        FileView: {
            id: string;
            name: string;
            type: string;
            /** Format: int64 */
            sizeBytes: number;
            sha256: string;
            status: components["schemas"]["FileStatus"];
            roomId?: string;
            visibility: string;
            owner: components["schemas"]["Actor"];
            createdAt: components["schemas"]["Instant"];
            thumbnail?: boolean;
            preview?: boolean;
            text?: boolean;
            failure?: string;
        };
        PageFileView: {
            items: components["schemas"]["FileView"][];
            nextCursor?: string;
        };
        Upload: {
            /**
             * Format: binary
             * @description The file, with its name
             */
            file: string;
            /** @description Id of the room into which it goes, where its readers read it; not with `visibility` */
            room?: string;
            /**
             * @description Of a file in no room: for you alone, which it is if this is absent, or for all of your organisation
             * @enum {string}
             */
            visibility?: "private" | "public";
        };
        Accepted: {
            id: components["schemas"]["UUID"];
            /** Format: int32 */
            recipients: number;
        };
        Action: {
            by?: string;
            message?: components["schemas"]["RoomMessage"];
            workflow?: components["schemas"]["WorkflowEvent"];
        };
        /** @enum {string} */
        Action1: "flag" | "hold";
        Action2: {
            action: string;
            actor: string;
            at: components["schemas"]["Instant"];
        };
        AddedJob: {
            id: components["schemas"]["UUID"];
            added: boolean;
        };
        AddedJobs: {
            jobs: components["schemas"]["AddedJob"][];
        };
        /** @enum {string} */
        AddressOrigin: "person" | "provider";
        AddressRequest: {
            email?: string;
        };
        AddressView: {
            email?: string;
            origin?: components["schemas"]["AddressOrigin"];
            bounces: boolean;
            awaiting?: string;
        };
        AnchorView: {
            /** Format: int64 */
            seq?: number;
            hash?: string;
            time?: components["schemas"]["Instant"];
            jws: string;
        };
        AttemptView: {
            /** Format: int32 */
            number: number;
            at: components["schemas"]["Instant"];
            /** Format: int32 */
            durationMillis: number;
            headers: components["schemas"]["JsonNode"];
            /** Format: int32 */
            status?: number;
            answer?: string;
            error?: string;
        };
        BackupRequest: {
            /** Format: int32 */
            keep?: number;
        };
        BackupView: {
            id: string;
            status: string;
            createdBy: string;
            /** Format: int32 */
            keep?: number;
            createdAt: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            /** Format: int64 */
            sizeBytes?: number;
            /** Format: int64 */
            rooms?: number;
            /** Format: int64 */
            events?: number;
            /** Format: int64 */
            files?: number;
            error?: string;
            workflow?: string;
            content?: string;
        };
        BatchSettings: {
            /** Format: int32 */
            size: number;
            /** Format: int32 */
            waitSeconds: number;
        };
        BatchWish: {
            /** Format: int32 */
            size?: number;
            /** Format: int32 */
            waitSeconds?: number;
        };
        /** @enum {string} */
        Category: "mention" | "reply" | "workflow" | "export" | "reminder" | "moderation" | "access" | "webhook" | "system" | "app";
        Channels: {
            inApp: boolean;
            email: boolean;
            push: boolean;
        };
        Check: components["schemas"]["Words"] | components["schemas"]["Patterns"] | components["schemas"]["Links"] | components["schemas"]["Mentions"] | components["schemas"]["Repetition"] | components["schemas"]["Reports"] | components["schemas"]["Hook"];
        ClassPause: {
            class: string;
            pausedBy?: string;
            pausedAt?: components["schemas"]["Instant"];
        };
        DeadJobsRequest: {
            tenant?: string;
            class?: string;
            type?: string;
            since?: components["schemas"]["Instant"];
            until?: components["schemas"]["Instant"];
        };
        DeadLetterContent: {
            key?: components["schemas"]["Excerpt"];
            value?: components["schemas"]["Excerpt"];
        };
        DeadLetterView: {
            id: components["schemas"]["UUID"];
            topic: string;
            /** Format: int32 */
            partition: number;
            /** Format: int64 */
            offset: number;
            consumer?: string;
            headers: {
                [key: string]: string;
            };
            /** Format: int32 */
            sizeBytes?: number;
            sha256?: string;
            reason: string;
            state: components["schemas"]["DeadLetterState"];
            writtenAt: components["schemas"]["Instant"];
            recordedAt: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            endedBy?: string;
            content?: components["schemas"]["DeadLetterContent"];
        };
        Decision: {
            reason?: string;
        };
        /** @enum {string} */
        DeliveryState: "pending" | "sending" | "delivered" | "failed" | "cancelled";
        DeliveryView: {
            id: components["schemas"]["UUID"];
            eventId: string;
            type: string;
            status: components["schemas"]["DeliveryState"];
            /** Format: int32 */
            attempts: number;
            createdAt: components["schemas"]["Instant"];
            nextAttemptAt?: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            /** Format: int32 */
            lastStatus?: number;
            lastError?: string;
            body?: components["schemas"]["JsonNode"];
            log?: components["schemas"]["AttemptView"][];
        };
        Device: {
            id: components["schemas"]["UUID"];
            endpoint: string;
            label?: string;
            createdAt: components["schemas"]["Instant"];
            restsUntil?: components["schemas"]["Instant"];
        };
        /** @enum {string} */
        Digest: "immediately" | "hourly" | "daily" | "weekly";
        Discarded: {
            /** Format: int32 */
            discarded: number;
            more: boolean;
        };
        EndedEndedJobs: {
            since: components["schemas"]["Instant"];
            items: components["schemas"]["EndedJobs"][];
        };
        EndedEndedWorkflows: {
            since: components["schemas"]["Instant"];
            items: components["schemas"]["EndedWorkflows"][];
        };
        EndedJobs: {
            class: string;
            /** Format: int64 */
            done: number;
            /** Format: int64 */
            dead: number;
            /** Format: int64 */
            failedTries: number;
            waitedMs?: components["schemas"]["Percentiles"];
            triedMs?: components["schemas"]["Percentiles"];
        };
        EndedWorkflows: {
            type: string;
            /** Format: int64 */
            complete: number;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            cancelled: number;
            waitedMs?: components["schemas"]["Percentiles"];
            tookMs?: components["schemas"]["Percentiles"];
        };
        Endpoint: {
            id: components["schemas"]["UUID"];
            subject: string;
            url: string;
            description?: string;
            eventTypes: string[];
            signature: string;
            publicKeys: string[];
            headers: string[];
            /** Format: int32 */
            ratePerMinute?: number;
            enabled: boolean;
            disabledReason?: string;
            disabledAt?: components["schemas"]["Instant"];
            /** Format: int32 */
            failures: number;
            failingSince?: components["schemas"]["Instant"];
            overflowing: boolean;
            createdAt: components["schemas"]["Instant"];
            updatedAt: components["schemas"]["Instant"];
            secret?: string;
        };
        EndpointRequest: {
            url?: string;
            description?: string;
            eventTypes?: string[];
            signature?: string;
            headers?: {
                [key: string]: string;
            };
            /** Format: int32 */
            ratePerMinute?: number;
            enabled?: boolean;
        };
        EventTypeView: {
            type: string;
            description: string;
            example: components["schemas"]["JsonNode"];
            schema: components["schemas"]["ObjectNode"];
        };
        Excerpt: {
            text?: string;
            base64?: string;
            cut: boolean;
        };
        ExportRequest: {
            room?: string;
            files?: string[];
            formats?: string[];
            title?: string;
            language?: string;
            range?: components["schemas"]["Range"];
        };
        ExportView: {
            id: string;
            status: string;
            /** Format: int32 */
            progress: number;
            activity: string;
            title: string;
            room?: string;
            formats: components["schemas"]["Format"][];
            createdAt: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            expiresAt: components["schemas"]["Instant"];
            error?: string;
            workflow: string;
            files?: components["schemas"]["Result"][];
        };
        Figures: {
            lanes: components["schemas"]["LaneFigures"][];
            queues: components["schemas"]["QueueFigures"][];
            instances: components["schemas"]["WorkflowFigures"][];
            schedules: components["schemas"]["ScheduleFigures"];
            paused: components["schemas"]["ClassPause"][];
            jobs: components["schemas"]["EndedEndedJobs"];
            workflows: components["schemas"]["EndedEndedWorkflows"];
            consumers: components["schemas"]["Lag"][];
            outbox: components["schemas"]["Waiting"];
            deadLetters: components["schemas"]["Waiting"];
        };
        Finding: {
            rule: components["schemas"]["UUID"];
            name: string;
            type: string;
            verdict: components["schemas"]["Verdict"];
            detail?: string;
        };
        /** @enum {string} */
        Format: "markdown" | "html" | "json" | "zip" | "epub" | "pdf";
        HistoryEntry: {
            /** Format: int32 */
            number: number;
            at: components["schemas"]["Instant"];
            type: string;
            actor?: components["schemas"]["Actor"];
            reason?: string;
            detail?: components["schemas"]["JsonNode"];
        };
        HistoryEntry1: {
            /** Format: int64 */
            sequence: number;
            at: components["schemas"]["Instant"];
            status: components["schemas"]["WorkflowStatus"];
            step?: string;
            actor?: string;
        };
        Hook: {
            url?: string;
            whenAway?: components["schemas"]["WhenAway"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "hook";
        };
        InboxCount: {
            /** Format: int32 */
            unseen: number;
            /** Format: int32 */
            unread: number;
            /** Format: int64 */
            revision: number;
            cursor?: string;
        };
        InboxItem: {
            id: components["schemas"]["UUID"];
            category: components["schemas"]["Category"];
            title: string;
            body?: string;
            link?: string;
            data?: components["schemas"]["JsonNode"];
            topic?: string;
            actor?: components["schemas"]["Actor"];
            /** Format: int32 */
            count: number;
            seen: boolean;
            read: boolean;
            archived: boolean;
            createdAt: components["schemas"]["Instant"];
            cursor: string;
        };
        /** @enum {string} */
        ItemStatus: "pending" | "approved" | "rejected" | "deleted";
        ItemView: {
            id: string;
            roomId: string;
            /** Format: int64 */
            sequence: number;
            author: components["schemas"]["Actor"];
            postedAt: components["schemas"]["Instant"];
            content: string;
            fileName?: string;
            status: components["schemas"]["ItemStatus"];
            hidden: boolean;
            findings: components["schemas"]["Finding"][];
            /** Format: int32 */
            reports: number;
            createdAt: components["schemas"]["Instant"];
            updatedAt: components["schemas"]["Instant"];
            decidedBy?: components["schemas"]["Actor"];
            decidedAt?: components["schemas"]["Instant"];
            reason?: string;
            message: string;
            context: string;
            history?: components["schemas"]["HistoryEntry"][];
        };
        JobOfAll: {
            tenant: string;
            id: components["schemas"]["UUID"];
            class: string;
            type: string;
            state: components["schemas"]["JobState"];
            /** Format: int32 */
            attempts: number;
            createdAt: components["schemas"]["Instant"];
            startedAt?: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            nextAttemptAt?: components["schemas"]["Instant"];
            note?: string;
        };
        /** @enum {string} */
        JobState: "queued" | "running" | "retrying" | "paused" | "done" | "dead" | "cancelled" | "discarded";
        JobView: {
            id: components["schemas"]["UUID"];
            class: string;
            type: string;
            subject: string;
            state: components["schemas"]["JobState"];
            /** Format: int32 */
            attempts: number;
            createdAt: components["schemas"]["Instant"];
            startedAt?: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            nextAttemptAt?: components["schemas"]["Instant"];
            note?: string;
            payload?: components["schemas"]["JsonNode"];
            actions?: components["schemas"]["Action2"][];
        };
        Keys: {
            p256dh?: string;
            auth?: string;
        };
        /** @enum {string} */
        JobsKind: "bounce" | "complaint";
        Lag: {
            group: string;
            topic: string;
            /** Format: int64 */
            records: number;
        };
        LaneFigures: {
            lane: string;
            /** Format: int64 */
            due: number;
            oldestDue?: components["schemas"]["Instant"];
            /** Format: int64 */
            running: number;
            /** Format: int64 */
            places: number;
        };
        Links: {
            allow?: string[];
            block?: string[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "links";
        };
        /**
         * Format: local-time
         * @example 13:45:30.123456789
         */
        LocalTime: string;
        MailReport: {
            address?: string;
            kind?: components["schemas"]["JobsKind"];
            detail?: string;
        };
        /** @enum {string} */
        Mark: "seen" | "read" | "unread" | "archived" | "unarchived";
        MarkRequest: {
            as?: components["schemas"]["Mark"];
            upTo?: string;
        };
        Mentions: {
            /** Format: int32 */
            max?: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mentions";
        };
        NewJob: {
            payload?: components["schemas"]["JsonNode"];
            key?: string;
            /** Format: int64 */
            delaySeconds?: number;
            at?: components["schemas"]["Instant"];
        };
        NewJobs: {
            jobs?: components["schemas"]["NewJob"][];
        };
        NewSubscription: {
            endpoint?: string;
            keys?: components["schemas"]["Keys"];
            /** Format: int64 */
            expirationTime?: number;
            label?: string;
        };
        Notice: {
            recipients?: string[];
            category?: components["schemas"]["Category"];
            title?: string;
            body?: string;
            link?: string;
            data?: components["schemas"]["JsonNode"];
            group?: string;
            groupTitle?: string;
        };
        ObjectNode: Record<string, never>;
        Operations: {
            queues: components["schemas"]["QueueFigures"][];
            workflows: components["schemas"]["WorkflowFigures"][];
            schedules: components["schemas"]["ScheduleFigures"];
            endedJobs: components["schemas"]["EndedEndedJobs"];
            endedWorkflows: components["schemas"]["EndedEndedWorkflows"];
        };
        PageAnchorView: {
            items: components["schemas"]["AnchorView"][];
            nextCursor?: string;
        };
        PageBackupView: {
            items: components["schemas"]["BackupView"][];
            nextCursor?: string;
        };
        PageDeadLetterView: {
            items: components["schemas"]["DeadLetterView"][];
            nextCursor?: string;
        };
        PageDeliveryView: {
            items: components["schemas"]["DeliveryView"][];
            nextCursor?: string;
        };
        PageEndpoint: {
            items: components["schemas"]["Endpoint"][];
            nextCursor?: string;
        };
        PageEventTypeView: {
            items: components["schemas"]["EventTypeView"][];
            nextCursor?: string;
        };
        PageExportView: {
            items: components["schemas"]["ExportView"][];
            nextCursor?: string;
        };
        PageHistoryEntry: {
            items: components["schemas"]["HistoryEntry1"][];
            nextCursor?: string;
        };
        PageInboxItem: {
            items: components["schemas"]["InboxItem"][];
            nextCursor?: string;
        };
        PageItemView: {
            items: components["schemas"]["ItemView"][];
            nextCursor?: string;
        };
        PageJobOfAll: {
            items: components["schemas"]["JobOfAll"][];
            nextCursor?: string;
        };
        PageJobView: {
            items: components["schemas"]["JobView"][];
            nextCursor?: string;
        };
        PageReceivedView: {
            items: components["schemas"]["ReceivedView"][];
            nextCursor?: string;
        };
        PageRestoreView: {
            items: components["schemas"]["RestoreView"][];
            nextCursor?: string;
        };
        PageRuleView: {
            items: components["schemas"]["RuleView"][];
            nextCursor?: string;
        };
        PageScheduleView: {
            items: components["schemas"]["ScheduleView"][];
            nextCursor?: string;
        };
        PageSuppression: {
            items: components["schemas"]["Suppression"][];
            nextCursor?: string;
        };
        PageWorkerView: {
            items: components["schemas"]["WorkerView"][];
            nextCursor?: string;
        };
        PageWorkflowView: {
            items: components["schemas"]["WorkflowView"][];
            nextCursor?: string;
        };
        Patterns: {
            patterns?: string[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "patterns";
        };
        Percentiles: {
            /** Format: int64 */
            p50: number;
            /** Format: int64 */
            p95: number;
        };
        Preferences: {
            categories: {
                [key: string]: components["schemas"]["Channels"];
            };
            digest: components["schemas"]["Digest"];
            quietHours?: components["schemas"]["QuietHours"];
            zone: string;
            muted: string[];
        };
        ProgressView: {
            /** Format: int64 */
            done: number;
            /** Format: int64 */
            total: number;
            note?: string;
            at: components["schemas"]["Instant"];
        };
        Push: {
            publicKey: string;
            subscriptions: components["schemas"]["Device"][];
        };
        QueueFigures: {
            class: string;
            jobs: {
                [key: string]: number;
            };
            oldestOpen?: components["schemas"]["Instant"];
            oldestDue?: components["schemas"]["Instant"];
            pausedBy?: string;
            pausedAt?: components["schemas"]["Instant"];
        };
        QueueList: {
            items: components["schemas"]["QueueFigures"][];
        };
        QuietHours: {
            from: components["schemas"]["LocalTime"];
            to: components["schemas"]["LocalTime"];
        };
        Range: {
            since?: string;
            until?: string;
        };
        /** @enum {string} */
        ReceivedState: "received" | "done" | "failed";
        ReceivedView: {
            id: components["schemas"]["UUID"];
            messageId: string;
            kind?: string;
            contentType?: string;
            /** Format: int32 */
            sizeBytes: number;
            receivedAt: components["schemas"]["Instant"];
            status: components["schemas"]["ReceivedState"];
            note?: string;
            endedAt?: components["schemas"]["Instant"];
            /** Format: int32 */
            replays: number;
            action?: components["schemas"]["Action"];
            body?: string;
            bodyBase64?: string;
        };
        Repetition: {
            /** Format: int32 */
            times?: number;
            /** Format: int32 */
            seconds?: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "repetition";
        };
        ReplayAllRequest: {
            class?: string;
            type?: string;
            since?: components["schemas"]["Instant"];
            until?: components["schemas"]["Instant"];
        };
        ReplayRequest: {
            payload?: components["schemas"]["JsonNode"];
        };
        Replayed: {
            /** Format: int32 */
            replayed: number;
            more: boolean;
        };
        Reports: {
            /** Format: int32 */
            people?: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reports";
        };
        RestartRequest: {
            from?: string;
        };
        RestoreRequest: {
            dryRun?: boolean;
        };
        RestoreView: {
            id: string;
            backup: string;
            status: string;
            dryRun: boolean;
            createdBy: string;
            createdAt: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            result?: components["schemas"]["Tally"];
            unfinishedRooms: string[];
            abandonedAt?: components["schemas"]["Instant"];
            error?: string;
            workflow: string;
        };
        Result: {
            format: components["schemas"]["Format"];
            fileId: string;
            name: string;
            type: string;
            /** Format: int64 */
            sizeBytes: number;
            sha256: string;
            content: string;
        };
        RoomMessage: {
            room: string;
            text: string;
        };
        JobsRotation: {
            /** Format: int64 */
            overlapSeconds?: number;
        };
        RuleRequest: {
            room?: string;
            name?: string;
            check?: components["schemas"]["Check"];
            action?: string;
            enabled?: boolean;
        };
        RuleView: {
            id: components["schemas"]["UUID"];
            room?: string;
            name: string;
            check: components["schemas"]["Check"];
            action: components["schemas"]["Action1"];
            enabled: boolean;
            createdBy: string;
            createdAt: components["schemas"]["Instant"];
            updatedAt: components["schemas"]["Instant"];
            secret?: string;
        };
        ScheduleFigures: {
            /** Format: int64 */
            active: number;
            /** Format: int64 */
            paused: number;
            /** Format: int64 */
            late: number;
            nextAt?: components["schemas"]["Instant"];
        };
        ScheduleRequest: {
            cron?: string;
            zone?: string;
            type?: string;
            input?: components["schemas"]["JsonNode"];
            missed?: string;
        };
        ScheduleView: {
            id: string;
            type: string;
            subject: string;
            input: components["schemas"]["JsonNode"];
            cron: string;
            zone: string;
            missed: string;
            paused: boolean;
            nextAt?: components["schemas"]["Instant"];
            lastAt?: components["schemas"]["Instant"];
            lastInstance?: string;
            createdAt: components["schemas"]["Instant"];
        };
        Sent: {
            /** Format: int32 */
            count: number;
            cursor?: string;
        };
        SinceRequest: {
            since?: components["schemas"]["Instant"];
            cursor?: string;
        };
        StartRequest: {
            type?: string;
            id?: string;
            input?: components["schemas"]["JsonNode"];
        };
        Step: {
            name: string;
            kind: components["schemas"]["StepKind"];
            status: components["schemas"]["StepStatus"];
            /** Format: int32 */
            attempts: number;
            startedAt: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            nextAttemptAt?: components["schemas"]["Instant"];
            error?: string;
        };
        /** @enum {string} */
        StepKind: "run" | "sleep" | "event" | "child";
        /** @enum {string} */
        StepStatus: "running" | "retrying" | "waiting" | "complete" | "failed" | "cancelled";
        Suppression: {
            id: components["schemas"]["UUID"];
            email: string;
            category?: components["schemas"]["Category"];
            reason: string;
            detail?: string;
            createdAt: components["schemas"]["Instant"];
        };
        SuppressionRequest: {
            email?: string;
            category?: components["schemas"]["Category"];
            detail?: string;
        };
        Tally: {
            /** Format: int64 */
            rooms: number;
            /** Format: int64 */
            events: number;
            /** Format: int64 */
            left: number;
            /** Format: int64 */
            files: number;
            /** Format: int64 */
            leftFiles: number;
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            memberships: number;
            /** Format: int64 */
            strangers: number;
        };
        TestRequest: {
            type?: string;
        };
        /** @enum {string} */
        Verdict: "flag" | "hold" | "reject";
        Waiting: {
            /** Format: int64 */
            rows: number;
            oldest?: components["schemas"]["Instant"];
        };
        /** @enum {string} */
        WhenAway: "approve" | "flag" | "hold";
        Words: {
            words?: string[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "words";
        };
        WorkerRequest: {
            name?: string;
            url?: string;
            batch?: components["schemas"]["BatchWish"];
            /** Format: int32 */
            concurrency?: number;
            /** Format: int32 */
            timeoutSeconds?: number;
            /** Format: int32 */
            maxAttempts?: number;
        };
        WorkerRotation: {
            /** Format: int64 */
            overlapSeconds?: number;
        };
        WorkerView: {
            id: components["schemas"]["UUID"];
            subject: string;
            name: string;
            url?: string;
            batch: components["schemas"]["BatchSettings"];
            /** Format: int32 */
            concurrency: number;
            /** Format: int32 */
            timeoutSeconds: number;
            /** Format: int32 */
            maxAttempts: number;
            ownerLeftAt?: components["schemas"]["Instant"];
            createdAt: components["schemas"]["Instant"];
            updatedAt: components["schemas"]["Instant"];
            secret?: string;
        };
        WorkflowEvent: {
            id: string;
            event: string;
        };
        WorkflowFigures: {
            type: string;
            instances: {
                [key: string]: number;
            };
            oldestOpen?: components["schemas"]["Instant"];
        };
        /** @enum {string} */
        WorkflowStatus: "queued" | "running" | "waiting" | "pausing" | "paused" | "complete" | "failed" | "cancelled";
        WorkflowView: {
            id: string;
            type: string;
            /** Format: int32 */
            version: number;
            subject: string;
            parent?: string;
            status: components["schemas"]["WorkflowStatus"];
            createdAt: components["schemas"]["Instant"];
            startedAt?: components["schemas"]["Instant"];
            endedAt?: components["schemas"]["Instant"];
            result?: components["schemas"]["JsonNode"];
            error?: string;
            steps?: components["schemas"]["Step"][];
        };
        Answer: {
            items: components["schemas"]["Item"][];
            nextCursor?: string;
            mode: components["schemas"]["Mode"];
        };
        Item: {
            kind: components["schemas"]["SearchKind"];
            id: string;
            roomId?: string;
            title?: string;
            snippet: string;
            author: string;
            createdAt: components["schemas"]["Instant"];
            /** Format: double */
            score: number;
            /** Format: int64 */
            sequence?: number;
        };
        /** @enum {string} */
        SearchKind: "message" | "file";
        /** @enum {string} */
        Mode: "hybrid" | "keyword";
    };
    responses: {
        /** @description Something is wrong; `type` and `status` say what */
        Problem: {
            headers: {
                /** @description Id of the request */
                "X-Request-Id"?: string;
                /** @description Seconds to wait; with 429 and 503 */
                "Retry-After"?: number;
                /** @description Limits that the request fell under: name, quota `q`, window in seconds `w` */
                "RateLimit-Policy"?: string;
                /** @description What is left of them: name, rest `r`, seconds until it is more `t` */
                RateLimit?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    openRoomSocket: {
        parameters: {
            query?: {
                /** @description Go on behind this sequence number */
                after?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection speaks WebSocket from here on */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    openTinyBaseSocket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection speaks WebSocket from here on */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    openOwnSocket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection speaks WebSocket from here on */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getAsyncApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEventsAsyncApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description What was done, for example `key.create` */
                action?: string;
                /** @description Subject of who did it */
                actor?: string;
                cursor?: string;
                /** @description The first time */
                from?: string;
                limit?: number;
                /** @description Id of what it was done to */
                target?: string;
                /** @description The time behind the last */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEntry"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listCached: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                /** @description With what the keys begin */
                prefix?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageCachedKey"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCached: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value, with the type and the `Atrium-Meta` that it was stored with; `Expires` tells when it is forgotten */
            200: {
                headers: {
                    "Atrium-Meta"?: string;
                    Expires?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The value has a tag that If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putCached: {
        parameters: {
            query?: {
                /** @description Seconds until it is forgotten: 1 to 2592000, without an organisation to 86400; by default 86400 */
                ttl?: number;
            };
            header?: {
                /** @description What is kept beside the value: a JSON object of at most 1 KiB of ASCII */
                "Atrium-Meta"?: string;
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Stored; there was no value */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Stored; there was a value */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteCached: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Rooms or identities do not work; the body is the same */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description You are not signed in, or another address was invited */
            403: components["responses"]["Problem"];
            /** @description You are a member already */
            409: components["responses"]["Problem"];
            /** @description The organisation's plan has no room for another member */
            429: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    lookUpInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description The token is unknown, used, revoked or too old */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Whose keys: a subject, or `everybody`. By default your own; those of others are for administrators */
                createdBy?: string;
                cursor?: string;
                limit?: number;
                /** @description Only keys that allow this */
                scope?: string;
                /** @description `active`, `disabled`, `expired` or `revoked`; by default all that are not revoked */
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageApiKey"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    updateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description The key has ended: only its label can be changed */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description The key has ended, or too many former secrets of it still work */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPreferences: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description They have a tag that If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putPreferences: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description They have changed since they were read */
            412: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    patchPreferences: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/merge-patch+json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description They have changed since they were read */
            412: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listGatewayDeadLetters: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                /** @description `open`, `replayed` or `discarded` */
                state?: string;
                /** @description Only of this topic of Kafka */
                topic?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDeadLetter"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getGatewayDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayDeadLetter"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    discardGatewayDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was replayed */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    replayGatewayDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was discarded, or nothing can be made of it still */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listOrganisations: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOrganisation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createOrganisation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrganisation"];
            };
        };
        responses: {
            /** @description It was made before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description The slug is taken, or you own too many organisations */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    updateOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganisationChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description The slug is taken */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                /** @description `open`, `expired`, `accepted` or `revoked` */
                status?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageInvitation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description It was made before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description The address is invited already, or too many invitations are open */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It was accepted */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description It was accepted, revoked, sent a moment ago, or as often as it may be */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                /** @description Only members with this role */
                role?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageMember"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description The organisation would have no owner */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No member any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The organisation would have no owner */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    transferOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOwner"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listTeams: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageTeam"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createTeam: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description It was made before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description The name is taken, or there are too many teams */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                team: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                team: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    renameTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                team: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description The name is taken */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listTeamMembers: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                team: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageTeamMember"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addTeamMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
                team: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamMember"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    removeTeamMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
                team: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePlanLimits"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    switchOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Workplace"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchedSession"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description There is no such organisation, or you are not a member */
            403: components["responses"]["Problem"];
            /** @description The request did not come in a session */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedTokens"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description The token is unknown, used or too old: sign in again */
            401: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageSession"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedTokens"];
                };
            };
            /** @description The request did not come with an access token */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    endSessions: {
        parameters: {
            query?: {
                /** @description `true` keeps the session that you come with */
                keepCurrent?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended, now or before */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    signIn: {
        parameters: {
            query?: {
                /** @description A path on this host; by default `/` */
                return?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the identity provider */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The identity provider does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    providerLogOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": unknown;
            };
        };
        responses: {
            /** @description They have ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not a log-out token of the provider */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    completeSignIn: {
        parameters: {
            query?: {
                code?: string;
                error?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in, or cancelled; to the page that was wished for */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description This browser has not begun this, or too long ago */
            400: components["responses"]["Problem"];
            /** @description The identity provider does not confirm it */
            401: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
            /** @description The request did not come in a session */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    createRenewal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issued"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listTenantAudit: {
        parameters: {
            query?: {
                /** @description What was done, for example `key.create` */
                action?: string;
                /** @description Subject of who did it */
                actor?: string;
                cursor?: string;
                /** @description The first time */
                from?: string;
                limit?: number;
                /** @description Id of what it was done to */
                target?: string;
                /** @description The time behind the last */
                to?: string;
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEntry"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getTenantLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setTenantLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLimits"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    unsetTenantLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description So it is */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getTenantPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setTenantPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanName"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanName"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    unsetTenantPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description So it is */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    createTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issued1"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listUsage: {
        parameters: {
            query?: {
                /** @description `hour`, `day` (default) or `month` */
                by?: string;
                cursor?: string;
                /** @description A time in the first hour, day or month; default: 2 days, a month or a year back */
                from?: string;
                limit?: number;
                /** @description Only this, for example `messages` */
                meter?: string;
                /** @description The time behind the last; default: now */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageUsageAmount"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Only the user with this e-mail address */
                email?: string;
                limit?: number;
                /** @description `active` (by default), `deactivated` or `all` */
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageUser"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description It was made before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description There is no such user, or not for you */
            404: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deactivateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deactivated */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The address is taken, or the user is deactivated or kept by an identity provider */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    listWebhookSources: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageSource"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createWebhookSource: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSource"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getWebhookSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteWebhookSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    updateWebhookSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSecret"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description Too many former secrets still fit */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    receiveWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Slack's question whether this is the address, answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description Stored, now or before */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description There is no such source, or the signature does not fit, or its time is more than five minutes from ours */
            404: components["responses"]["Problem"];
            /** @description The sources of whoever registered this one have delivered too many bytes; deliver it again after `Retry-After` */
            429: components["responses"]["Problem"];
            /** @description Not stored; deliver it again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getChat: {
        parameters: {
            query?: {
                /** @description To a WebSocket handshake: go on behind this sequence number */
                after?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To a WebSocket handshake: it speaks `atrium.v1` from here on */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMeActivity: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageActivity"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRooms: {
        parameters: {
            query?: {
                archived?: string;
                cursor?: string;
                kind?: string;
                limit?: number;
                mine?: string;
                order?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRoomView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postRooms: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoom"];
            };
        };
        responses: {
            /** @description It was created before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getRoomsById: {
        parameters: {
            query?: {
                at?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    patchRoomsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedRoom"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdActivity: {
        parameters: {
            query?: {
                about?: string;
                actor?: string;
                after?: number;
                before?: number;
                limit?: number;
                type?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdBans: {
        parameters: {
            query?: {
                at?: number;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageBanView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdBansBySubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putRoomsByIdBansBySubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBan"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsByIdBansBySubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdDocument: {
        parameters: {
            query?: {
                at?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdDocumentHistory: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                path?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDocumentVersion"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdDrafts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drafts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdDraftsByKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putRoomsByIdDraftsByKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsByIdDraftsByKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    postRoomsByIdJoin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoomInvitation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postRoomsByIdLinks: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLink"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdLinksByLinkId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                linkId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsByIdLinksByLinkId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                linkId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdLive: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putRoomsByIdMarker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMarker"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdMembers: {
        parameters: {
            query?: {
                at?: number;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageMemberView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdMembersBySubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putRoomsByIdMembersBySubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsByIdMembersBySubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdMessages: {
        parameters: {
            query?: {
                after?: number;
                at?: number;
                before?: number;
                limit?: number;
                replyTo?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            /** @description Nothing has happened in the room since */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    postRoomsByIdMessages: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description It was sent before, with the same client id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdMessagesByMessageId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsByIdMessagesByMessageId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patchRoomsByIdMessagesByMessageId: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditedMessage"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdMessagesByMessageIdHistory: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageMessageVersion"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putRoomsByIdMessagesByMessageIdReactionsByEmoji: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji: string;
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsByIdMessagesByMessageIdReactionsByEmoji: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji: string;
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postRoomsByIdMessagesByMessageIdReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReport"];
            };
        };
        responses: {
            /** @description The moderators will hear of it, or need not */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdObject: {
        parameters: {
            query?: {
                at?: number;
                path?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdObjectHistory: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                path?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdObjects: {
        parameters: {
            query?: {
                at?: number;
                cursor?: string;
                limit?: number;
                prefix?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postRoomsByIdOperations: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOperations"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedOperations"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageSchemaView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdSchemasByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchemaView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putRoomsByIdSchemasByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSchema"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchemaView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsByIdSchemasByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdTeams: {
        parameters: {
            query?: {
                at?: number;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageTeamView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putRoomsByIdTeamsByTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                team: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeamRole"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteRoomsByIdTeamsByTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                team: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRoomsByIdUnread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getUnread: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageUnread"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getFiles: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                of?: string;
                room?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageFileView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getFilesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteFilesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getFilesByIdContent: {
        parameters: {
            query?: never;
            header?: {
                Range?: string;
                "If-Range"?: string;
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Those that `Range` asks for, which `Content-Range` names */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description They have the tag that `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There are no bytes in the range */
            416: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getFilesByIdPreview: {
        parameters: {
            query?: never;
            header?: {
                Range?: string;
                "If-Range"?: string;
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Those that `Range` asks for, which `Content-Range` names */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description They have the tag that `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There are no bytes in the range */
            416: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postFilesByIdProcess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is being processed, or hidden by the moderation */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getFilesByIdText: {
        parameters: {
            query?: never;
            header?: {
                Range?: string;
                "If-Range"?: string;
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Those that `Range` asks for, which `Content-Range` names */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description They have the tag that `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There are no bytes in the range */
            416: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getFilesByIdThumbnail: {
        parameters: {
            query?: never;
            header?: {
                Range?: string;
                "If-Range"?: string;
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Those that `Range` asks for, which `Content-Range` names */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description They have the tag that `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There are no bytes in the range */
            416: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteOperationsFilesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    postUpload: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Upload"];
            };
        };
        responses: {
            /** @description It was stored before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description It is stored */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAuditAnchors: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description The first time */
                from?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAnchorView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAuditKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getBackups: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageBackupView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postBackups: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupRequest"];
            };
        };
        responses: {
            /** @description It was asked for before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupView"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postBackupsUploads: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-tar": string;
            };
        };
        responses: {
            /** @description It was uploaded before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupView"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getBackupsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteBackupsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getBackupsByIdContent: {
        parameters: {
            query?: never;
            header?: {
                Range?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The rest, which `Content-Range` names */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description It is shorter than where `Range` begins */
            416: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postBackupsByIdRestores: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreRequest"];
            };
        };
        responses: {
            /** @description It was asked for before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreView"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getExports: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageExportView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postExports: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportRequest"];
            };
        };
        responses: {
            /** @description It was begun before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getExportsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteExportsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getJobs: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                limit?: number;
                since?: string;
                state?: string;
                type?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageJobView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postJobsReplay: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayAllRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getJobsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postJobsByIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postJobsByIdDiscard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getJobsByIdProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postJobsByIdReplay: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postJobsByIdRetry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getModerationItems: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                room?: string;
                rule?: string;
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageItemView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getModerationItemsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postModerationItemsByIdApprove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postModerationItemsByIdReject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getModerationRules: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                room?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRuleView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postModerationRules: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleRequest"];
            };
        };
        responses: {
            /** @description It was made before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description There are too many, or this hook was made before, with the same Idempotency-Key */
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getModerationRulesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteModerationRulesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    patchModerationRulesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postModerationRulesByIdRotations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getNotifications: {
        parameters: {
            query?: {
                category?: string;
                cursor?: string;
                limit?: number;
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageInboxItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postNotifications: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Notice"];
            };
        };
        responses: {
            /** @description It was taken before, with the same Idempotency-Key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getNotificationsAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putNotificationsAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddressRequest"];
            };
        };
        responses: {
            /** @description A mail with a link is on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteNotificationsAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getNotificationsConfirm: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html;charset=UTF-8": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postNotificationsConfirm: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html;charset=UTF-8": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getNotificationsCount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxCount"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postNotificationsMailReports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailReport"];
            };
        };
        responses: {
            /** @description It counts */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postNotificationsMarks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxCount"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getNotificationsPreferences: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description They have a tag that If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putNotificationsPreferences: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonNode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            /** @description They have changed since they were read */
            412: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    patchNotificationsPreferences: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonNode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description They have changed since they were read */
            412: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getNotificationsPush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Push"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postNotificationsPushSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSubscription"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteNotificationsPushSubscriptionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getNotificationsSuppressions: {
        parameters: {
            query?: {
                cursor?: string;
                email?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageSuppression"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postNotificationsSuppressions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuppressionRequest"];
            };
        };
        responses: {
            /** @description It was so before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteNotificationsSuppressionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getNotificationsUnsubscribe: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html;charset=UTF-8": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postNotificationsUnsubscribe: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html;charset=UTF-8": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getNotificationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patchNotificationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOperations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operations"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOperationsDeadLetters: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                state?: string;
                topic?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDeadLetterView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOperationsDeadLettersById: {
        parameters: {
            query?: {
                content?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postOperationsDeadLettersByIdDiscard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postOperationsDeadLettersByIdReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOperationsInstallation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Figures"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOperationsJobs: {
        parameters: {
            query?: {
                class?: string;
                cursor?: string;
                limit?: number;
                state?: string;
                tenant?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageJobOfAll"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postOperationsJobsDiscard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeadJobsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discarded"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postOperationsJobsReplay: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeadJobsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postOperationsQueuesByClassPause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassPause"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postOperationsQueuesByClassResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassPause"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postQueuesByClassPause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueFigures"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postQueuesByClassResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueFigures"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRestores: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRestoreView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRestoresById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postRestoresByIdAbandon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getSchedules: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageScheduleView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getSchedulesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putSchedulesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description The schedule is new */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    deleteSchedulesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    postSchedulesByIdPause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postSchedulesByIdResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listTenantAuditAnchors: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description The first time */
                from?: string;
                limit?: number;
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAnchorView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWebhookEndpoints: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEndpoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getWebhookEndpointsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteWebhookEndpointsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    patchWebhookEndpointsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWebhookEndpointsByIdDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                since?: string;
                status?: string;
                type?: string;
                until?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDeliveryView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWebhookEndpointsByIdDeliveriesByDeliveryId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWebhookEndpointsByIdDeliveriesByDeliveryIdReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWebhookEndpointsByIdRecover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SinceRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sent"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postWebhookEndpointsByIdReplayMissing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SinceRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sent"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postWebhookEndpointsByIdRotations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobsRotation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postWebhookEndpointsByIdTest: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getWebhookEventTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEventTypeView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWebhookSourcesByIdDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageReceivedView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWebhookSourcesByIdDeliveriesByDeliveryId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWebhookSourcesByIdDeliveriesByDeliveryIdReplay: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                deliveryId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWorkers: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageWorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWorkers: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getWorkersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteWorkersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    patchWorkersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWorkersByIdJobs: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewJobs"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedJobs"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postWorkersByIdRotations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerRotation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postWorkflowStart: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRequest"];
            };
        };
        responses: {
            /** @description It was started before, with the same input */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getWorkflows: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                since?: string;
                status?: string;
                type?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageWorkflowView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWorkflowsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWorkflowsByIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWorkflowsByIdEventsByName: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonNode"];
            };
        };
        responses: {
            /** @description It was sent before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The event is kept for the instance */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    getWorkflowsByIdHistory: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageHistoryEntry"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWorkflowsByIdPause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWorkflowsByIdProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postWorkflowsByIdRestart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestartRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            /** @description Bad Request */
            400: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    postWorkflowsByIdResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getSearch: {
        parameters: {
            query: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description message or file; both if absent */
                kind?: string;
                /** @description 1 to 200 findings; 50 if absent */
                limit?: number;
                /** @description 1 to 512 characters: plain words, no query syntax */
                q: string;
                /** @description Look in this room only */
                room?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
