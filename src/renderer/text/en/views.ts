/** Saved views of the list. */
export const views = {
  label: "Views",
  all: "All runs",
  changed: "changed",
  readOnly: "newer",
  menu: "View",
  saveAs: "Save as a view…",
  saveChanges: "Save changes",
  rename: "Change the name…",
  remove: "Remove the view…",
  export: "Save as a file…",
  import: "Take in from a file…",
  allIsNone: "Choose a view first.",
  isBuiltIn: "This view is built in. It cannot be changed.",
  isNewer: "A newer version saved this view. It cannot be changed here.",
  name: "Name",
  noName: "Type a name first.",
  back: "Go back",
  questions: {
    "save-as": {
      title: (_name: string): string => "Save as a view",
      hint: "The view remembers filters, columns, order and groups.",
      button: "Save view",
    },
    rename: {
      title: (name: string): string => `Change the name of “${name}”`,
      hint: "The view stays as it is.",
      button: "Change name",
    },
    remove: {
      title: (name: string): string => `Remove the view “${name}”?`,
      hint: "No run is touched. The view is gone for you.",
      button: "Remove view",
    },
  },
  news: {
    saved: (name: string): string => `View “${name}” saved.`,
    removed: (name: string): string => `View “${name}” removed.`,
    imported: (name: string): string => `View “${name}” taken in.`,
    exported: (name: string): string => `View saved as ${name}.`,
  },
  notDone: "Not done.",
  dismiss: "Put away",
  unreadable: (count: number, files: string): string =>
    count === 1 ? `1 saved view cannot be read: ${files}.` : `${count} saved views cannot be read: ${files}.`,
} as const;
