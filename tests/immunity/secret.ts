/** The secret of the service in these tests. */
export const SECRET = "the-immunity-tests-share-one-secret-of-enough-length";
