/** Keyboards whose characters can be told from each other's. Capital and small letters lie on one key. */
export const KEYBOARDS = ["us", "uk", "german", "french", "spanish", "nordic"] as const;

/** A keyboard. */
export type Keyboard = (typeof KEYBOARDS)[number];

interface Keys {
  /** What each key makes, alone and with Shift: the row of digits, then the three rows of letters. A blank stands for nothing. */
  readonly plain: string;
  readonly shift: string;
}

/**
 * The 48 keys of each keyboard, all in one order of places. Source: the Windows layouts "US", "United Kingdom", "German", "French
 * (legacy, AZERTY)", "Spanish" and "Swedish".
 */
const KEYS: Readonly<Record<Keyboard, Keys>> = {
  us: {
    plain: "`1234567890-=qwertyuiop[]asdfghjkl;'\\ zxcvbnm,./",
    shift: '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"| ZXCVBNM<>?',
  },
  uk: {
    plain: "`1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./",
    shift: '¬!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?',
  },
  german: {
    plain: "^1234567890ß´qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
    shift: "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
  },
  french: {
    plain: "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*<wxcvbn,;:!",
    shift: " 1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µ>WXCVBN?./§",
  },
  spanish: {
    plain: "º1234567890'¡qwertyuiop`+asdfghjklñ´ç<zxcvbnm,.-",
    shift: 'ª!"·$%&/()=?¿QWERTYUIOP^*ASDFGHJKLÑ¨Ç>ZXCVBNM;:_',
  },
  nordic: {
    plain: "§1234567890+´qwertyuiopå¨asdfghjklöä'<zxcvbnm,.-",
    shift: '½!"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLÖÄ*>ZXCVBNM;:_',
  },
};

/**
 * The text that was meant when a scanner set to the keyboard `meant` spoke to a PC set to the keyboard `used`. Null where a character
 * lies on no key of `used`, or its key makes nothing on `meant`.
 */
export function respellText(text: string, used: Keyboard, meant: Keyboard): string | null {
  let respelled = "";
  for (const character of text) {
    const meantCharacter = character === " " ? " " : respellCharacter(character, KEYS[used], KEYS[meant]);
    if (meantCharacter === null) return null;
    respelled += meantCharacter;
  }
  return respelled;
}

function respellCharacter(character: string, used: Keys, meant: Keys): string | null {
  const plainAt = used.plain.indexOf(character);
  const found = plainAt >= 0 ? meant.plain[plainAt] : meant.shift[used.shift.indexOf(character)];
  return found === undefined || found === " " ? null : found;
}
