/** Stands where `electron` would: the tests of the core run without it, and an import that reaches it fails by name. */
throw new Error("electron was imported by code that must work without it");
