import { said, type Step } from "./steps.js";

/** The emulator's own pages, by method and path. */
export const OWN_PAGES: Readonly<Record<string, Step>> = {
  "POST /-/apps": {
    phase: "register",
    ask: said(
      "Register the app",
      "The consumer's developer tells the provider its name and where users come back to (RFC 5849 section 1.1).",
    ),
    answer: said(
      "Client credentials",
      "A key pair that proves who the consumer is, in every signature, and the URLs of the protocol.",
    ),
  },
  "GET /-/login": {
    phase: "authorize",
    by: "user",
    ask: said("Ask for the login page", "The user logs in at the provider and nowhere else."),
    answer: said("Who are you?", "The consumer sees neither this page nor what is typed into it."),
  },
  "POST /-/login": {
    phase: "authorize",
    by: "user",
    ask: said(
      "Log in at the provider",
      "A name at the provider, which the consumer does not know.",
    ),
    answer: said("Logged in", "The browser gets a session, and goes on to where it wanted."),
  },
  "GET /-/connected": {
    phase: "revoke",
    by: "user",
    ask: said("Look at the connected apps", "The provider knows what the user has allowed."),
    answer: said("The connected apps", "Each with a button to take the permission back."),
  },
  "POST /-/connected": {
    phase: "revoke",
    by: "user",
    ask: said("Take the permission back", "The user needs no help of the consumer for it."),
    answer: said("Revoked", "The token stands for nothing any more, and the consumer is not told."),
  },
  "GET /-/tokens": {
    phase: "token",
    by: "user",
    ask: said("Look for the token page", "Here the provider's own pages issue tokens."),
    answer: said("The token page", "One button, and a token without a login."),
  },
  "POST /-/tokens": {
    phase: "token",
    by: "user",
    ask: said("Issue a token", "The user asks the provider for token credentials for this app."),
    answer: said("Token credentials", "Shown to the user, who carries them to the consumer."),
  },
  "GET /-/push": {
    phase: "authorize",
    by: "user",
    ask: said("Look for the app's page", "Here the provider begins the login."),
    answer: said("The app's page", "One button sends the app what it needs."),
  },
  "POST /-/push": {
    phase: "authorize",
    by: "user",
    ask: said("Activate the app", "The user lets the provider send the app a verifier."),
    answer: said("Sent", "The app has the verifier now."),
  },
};
