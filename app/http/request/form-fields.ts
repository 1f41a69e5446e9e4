/** Forms (`application/x-www-form-urlencoded`), as every surface reads them. */

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** Whether the content type says that the body is a form. */
export function isForm({ headers }: Request): boolean {
  return FORM_TYPE.test(headers.get("content-type") ?? "");
}

export interface FormFields {
  /** Values by name. */
  readonly fields: ReadonlyMap<string, string>;
  /** Names that come twice or more. Of their values one reader takes the first and another the last, so such a form is refused. */
  readonly twice: readonly string[];
}

export function formFields(text: string): FormFields {
  const fields = new Map<string, string>();
  const twice = new Set<string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) twice.add(name);
    fields.set(name, value);
  }
  return { fields, twice: [...twice] };
}
