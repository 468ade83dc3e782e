// A partner on the data exchange by software of others: TLS and hashes of Node, signatures (RFC 9421) by http-message-signatures.
// Reads one JSON object from stdin, calls, and says as one JSON object what came back and whether it is to be believed.
import { X509Certificate, createHash, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { createSigner, createVerifier, httpbis } from "http-message-signatures";

const sha512 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha512")).digest();
const ask = JSON.parse(readFileSync(0, "utf8"));
const pem = readFileSync(ask.certificate, "utf8");
const own = new X509Certificate(pem);
const keyId = (certificate) => createHash("sha256").update(certificate.raw).digest("hex");
const url = new URL(ask.url);

const headers = { "x-road-client": ask.client, "x-road-id": ask.id, accept: "application/json" };
if (ask.body) {
  headers["content-type"] = "application/json";
  headers["content-digest"] = `sha-512=:${sha512(ask.body).toString("base64")}:`;
}
const fields = ["@method", "@path", "@query", ...Object.keys(headers).sort()];
const signed = await httpbis.signMessage(
  { key: createSigner(pem, "ecdsa-p256-sha256", keyId(own)), name: "partner", fields, params: ["created", "keyid", "alg"] },
  { method: ask.method, url: ask.url, headers },
);

const answer = await new Promise((resolve, reject) => {
  const call = request(url, { method: ask.method, headers: signed.headers, cert: pem, key: pem, ca: readFileSync(ask.authority) }, (response) => {
    const partner = new X509Certificate(response.socket.getPeerCertificate(true).raw);
    const parts = [];
    response.on("data", (part) => parts.push(part)).on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts), partner }));
  });
  call.on("error", reject);
  call.end(ask.body);
});

// PR-REST 4.3, with the head as docs/exchange.md writes it: the names in lower case and in order.
const head = (first) => Buffer.from(first.map((l) => `${l}\r\n`).join("") + Object.entries(headers).filter(([n]) => n.startsWith("x-road-") || n === "accept" || n === "content-type").sort(([a], [b]) => (a < b ? -1 : 1)).map(([n, v]) => `${n}:${v}\r\n`).join(""));
const headHash = sha512(head([ask.method, url.pathname + url.search]));
const requestHash = (ask.body ? sha512(headHash, sha512(ask.body)) : headHash).toString("base64");

const verifier = createVerifier(createPublicKey(answer.partner.publicKey.export({ type: "spki", format: "pem" })), "ecdsa-p256-sha256");
const verified = await httpbis.verifyMessage(
  { keyLookup: async (params) => (params.keyid === keyId(answer.partner) ? { id: params.keyid, algs: ["ecdsa-p256-sha256"], verify: verifier } : null), requiredFields: ["@status", "x-road-request-hash", "content-digest", "x-road-id"] },
  { status: answer.status, headers: answer.headers },
);
console.log(JSON.stringify({
  status: answer.status,
  body: answer.body.toString("utf8"),
  partner: answer.partner.subject,
  error: answer.headers["x-road-error"] ?? null,
  signature: verified === true,
  digest: answer.headers["content-digest"] === `sha-512=:${sha512(answer.body).toString("base64")}:`,
  requestHash: answer.headers["x-road-request-hash"] === requestHash,
}));
