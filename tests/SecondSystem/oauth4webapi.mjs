// The protocol by oauth4webapi, one step at a time.
import * as oauth from 'oauth4webapi'

const http = { [oauth.allowInsecureRequests]: true }

export async function connect({ issuer, clientId, secret, redirectUri, scope }) {
  const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), http))
  const client = { client_id: clientId }
  const auth = secret ? oauth.ClientSecretBasic(secret) : oauth.None()

  return {
    metadata: server,

    async begin(extra) {
      const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()]
      const url = new URL(server.authorization_endpoint)
      const asked = { client_id: clientId, response_type: 'code', redirect_uri: redirectUri, scope, state, nonce, code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...extra }
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
      return { url, pending: { verifier, state, nonce } }
    },

    async finish(url, { verifier, state, nonce }) {
      const parameters = oauth.validateAuthResponse(server, client, url, state) // iss of RFC 9207 is checked here
      const response = await oauth.authorizationCodeGrantRequest(server, client, auth, parameters, redirectUri, verifier, http)
      const answer = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce, requireIdToken: true })
      await oauth.validateApplicationLevelSignature(server, response, http)
      return { ...answer, claims: oauth.getValidatedIdTokenClaims(answer) }
    },

    async refresh(token) {
      const response = await oauth.refreshTokenGrantRequest(server, client, auth, token, http)
      const answer = await oauth.processRefreshTokenResponse(server, client, response)
      await oauth.validateApplicationLevelSignature(server, response, http)
      return { ...answer, claims: oauth.getValidatedIdTokenClaims(answer) }
    },

    userInfo: async (token, sub) => oauth.processUserInfoResponse(server, client, sub, await oauth.userInfoRequest(server, client, token, http)),
    introspect: async token => oauth.processIntrospectionResponse(server, client, await oauth.introspectionRequest(server, client, auth, token, http)),
    revoke: async token => oauth.processRevocationResponse(await oauth.revocationRequest(server, client, auth, token, http)),
    clientCredentials: async scope =>
      (await oauth.processClientCredentialsResponse(server, client, await oauth.clientCredentialsGrantRequest(server, client, auth, new URLSearchParams(scope ? { scope } : {}), http))).access_token,
    endSession(parameters) {
      const url = new URL(server.end_session_endpoint)
      for (const [name, value] of Object.entries({ client_id: clientId, ...parameters })) url.searchParams.set(name, value)
      return url
    },
  }
}
