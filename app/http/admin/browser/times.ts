/** Writes the times of a part of the page in the time zone of the browser. */

const { lang } = document.documentElement;
const format = new Intl.DateTimeFormat(lang === "fa" ? "fa-IR" : "en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
});

export function writeTimes(root: ParentNode): void {
  for (const time of root.querySelectorAll("time")) {
    time.title = time.textContent ?? "";
    time.textContent = format.format(new Date(time.dateTime));
    time.dir = "auto";
  }
}
