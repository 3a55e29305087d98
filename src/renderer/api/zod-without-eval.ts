import { z } from "zod";

// Schemas decide at their creation whether to compile themselves with `new Function`, which the content policy of the window
// forbids. This module is therefore the first import of the window's entry.
z.config({ jitless: true });
