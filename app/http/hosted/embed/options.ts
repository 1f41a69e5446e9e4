/** What a call of `Ramz.verify`, the script element and a button may say. */
export interface VerifyOptions {
  /** The app's name at Ramz. */
  readonly app?: string | undefined;
  readonly lang?: string | undefined;
  /** Where a person returns to when the dialog cannot be shown; one of the app's return addresses. */
  readonly returnTo?: string | undefined;
  /** Given back at `returnTo`, to be compared there. */
  readonly state?: string | undefined;
}
