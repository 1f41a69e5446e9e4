/// <reference types="cypress" />

/** The newest code that was sent to the number. Waits up to ten seconds for it. */
function codeFor(to) {
  const url = "http://127.0.0.1:8000/dev/messages";
  return cy.request({ url, qs: { to, wait: 10 }, timeout: 15_000 }).its("body.0.code");
}

/** A number for one test, so that no test meets the cool-down of another. */
function newNumber() {
  return `0912${String(Math.floor(Math.random() * 1e7)).padStart(7, "0")}`;
}

describe("signing in", () => {
  it("takes the code", () => {
    const to = newNumber();
    cy.visit("/sign-in");
    cy.get('input[name="to"]').type(to);
    cy.contains("button", "Send code").click();
    codeFor(to).then((code) => cy.get('input[name="code"]').type(code));
    cy.contains("button", "Sign in").click();
    cy.contains("You are signed in");
  });
});
