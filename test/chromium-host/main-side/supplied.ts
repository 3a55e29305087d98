/** Reads of these mean nothing: promises, printing and equality look for them on every object. */
const LOOKED_FOR_BY_LANGUAGE = new Set(["then", "toJSON", "constructor", "nodeType", "asymmetricMatch"]);

function missing(name: string, member: string): Error {
  return new Error(`electron.${name}.${member} is not supplied by the Chromium host (test/chromium-host/README.md)`);
}

/** The same object, on which the use of any member that is not there throws an error naming it. */
export function supplied<Thing extends object>(name: string, thing: Thing): Thing {
  return new Proxy(thing, {
    get(target, member, receiver) {
      if (typeof member === "symbol" || member in target || LOOKED_FOR_BY_LANGUAGE.has(member)) {
        return Reflect.get(target, member, receiver);
      }
      throw missing(name, member);
    },
  });
}

/** A member of Electron that the host does not have. Any use throws an error naming it. */
export function unsupplied(name: string): object {
  const refuse = () => {
    throw new Error(`electron.${name} is not supplied by the Chromium host (test/chromium-host/README.md)`);
  };
  return new Proxy(refuse, {
    apply: refuse,
    construct: refuse,
    get(_target, member) {
      if (typeof member === "symbol" || LOOKED_FOR_BY_LANGUAGE.has(member)) return undefined;
      throw missing(name, member);
    },
  });
}

/** Refuses options the host would silently ignore. */
export function checkOptions(name: string, options: object, known: readonly string[]): void {
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) throw missing(name, option);
  }
}
