#!/usr/bin/env python3
"""Checks a folder of recorded runs, a proof about one run, or a signed head. It shares no code with the program that wrote them.

    check-ledger.py store <runs folder> [--head FILE]...
    check-ledger.py proof <file.tlog-proof> --key KEY... [--line FILE] [--record FILE]
    check-ledger.py checkpoint <file> --key KEY... [--older FILE --proof FILE]

KEY is a public key (`name+id+base64`) or a file that holds one; more than one may be given. --head is a signed head that was kept
elsewhere: a receipt, or what `checkpoint` printed on an earlier day. --pure verifies signatures without the package `cryptography`.
Only Python 3.8 or later is needed, and nothing is written. What every check rests on is described in format.md beside this file.
Exit 0: nothing is wrong. Exit 1: something is, and each line says what. Exit 2: it was not asked for in one of these ways.
"""
import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import stat
import sys

CHUNK = 1 << 20
LARGEST = 2**53 - 1


def sha256(data):
    return hashlib.sha256(data).digest()


# --- Ed25519, RFC 8032, section 5.1 -------------------------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    """The sum of two points in extended coordinates (X, Y, Z, T)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    m, n, o, q = f - e, h - g, h + g, f + e
    return m * n % P, o * q % P, n * o % P, m * q % P


def decode_point(data):
    """The point in 32 bytes, or None where they are not the one spelling of a point."""
    value = int.from_bytes(data, "little")
    sign, y = value >> 255, value & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def pure_verify(public, message, signature):
    """True when R = sB - hA, for an s in range."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, s = decode_point(public), int.from_bytes(signature[32:], "little")
    if key is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - key[0], key[1], 1, P - key[3])
    both, total = add(BASE, minus), (0, 1, 1, 0)
    for bit in range(252, -1, -1):
        total = add(total, total)
        in_s, in_h = s >> bit & 1, h >> bit & 1
        if in_s or in_h:
            total = add(total, both if in_s and in_h else BASE if in_s else minus)
    return encode_point(total) == signature[:32]


def library_verify():
    """The same from the package `cryptography`, which is faster; None where it is not installed."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None

    def verify(public, message, signature):
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
            return True
        except (InvalidSignature, ValueError):
            return False

    return verify


# --- The tree: RFC 6962, section 2.1, and the ways to verify proofs of RFC 9162 ------------------------------------------------------


def leaf_hash(line):
    return sha256(b"\0" + line)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


class Tree:
    """The right edge of a growing tree: one digest for each bit that is set in its size, the largest subtree first."""

    def __init__(self):
        self.size, self.edge = 0, []

    def append(self, leaf):
        rest = self.size
        while rest & 1:
            leaf, rest = node_hash(self.edge.pop(), leaf), rest >> 1
        self.edge.append(leaf)
        self.size += 1

    def root(self):
        if not self.edge:
            return sha256(b"")
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root


def is_included(index, size, leaf, root, path):
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    fn, sn, node = index, size - 1, leaf
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = node_hash(step, node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = node_hash(node, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and node == root


def is_consistent(old_size, old_root, new_size, new_root, path):
    """RFC 9162, 2.1.4.2. Every tree begins with the empty one."""
    if old_size > new_size:
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    if old_size == 0:
        return not path and old_root == sha256(b"")
    steps = list(path) if old_size & (old_size - 1) else [old_root, *path]
    if not steps:
        return False
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(step, old), node_hash(step, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == old_root and new == new_root


# --- Keys, notes and lines -----------------------------------------------------------------------------------------------------------


def exact_base64(text):
    """The bytes, or None where the text is not how base64 spells them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def parse_key(text):
    """(name, id, public key) of a public key as C2SP writes it, or None."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    data = exact_base64(encoded)
    if not name or data is None or len(data) != 33 or data[0] != 1:
        return None
    right = sha256(f"{name}\n".encode() + data)[:4]
    return (name, right, data[1:]) if right.hex() == key_id else None


class Head:
    """A signed head. `size` is None where the text is none."""

    def __init__(self, note):
        self.size, self.root, self.origin, self.lines = None, None, None, []
        text, gap, signatures = note.partition("\n\n")
        parts = text.split("\n")
        if not gap or len(parts) != 3 or not re.fullmatch("0|[1-9][0-9]{0,15}", parts[1]) or not signatures.endswith("\n"):
            return
        root, lines = exact_base64(parts[2]), [line.split(" ") for line in signatures[:-1].split("\n")]
        signed = [exact_base64(line[2]) if len(line) == 3 and line[0] == "\u2014" else None for line in lines]
        if root is None or len(root) != 32 or any(data is None or len(data) < 5 for data in signed):
            return
        self.origin, self.size, self.root, self.text = parts[0], int(parts[1]), root, f"{text}\n".encode()
        self.lines = [(line[1], data[:4], data[4:]) for line, data in zip(lines, signed)]

    def signers(self, keys, verify):
        """The keys whose signatures hold, or None where one of a known key does not."""
        held = []
        for name, key_id, signature in self.lines:
            for key in keys:
                if key[:2] == (name, key_id):
                    if not verify(key[2], self.text, signature):
                        return None
                    held.append(key)
        return held


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def refuse(text):
    raise ValueError(text)


def whole_number(text):
    number = int(text)
    return number if abs(number) <= LARGEST else refuse(text)


def parse_line(line):
    """The object in a line of the ledger, or None where the line is not the canonical form of one."""
    try:
        value = json.loads(line.decode("utf-8"), parse_int=whole_number, parse_float=refuse, parse_constant=refuse)
        return value if isinstance(value, dict) and canonical(value) == line else None
    except (ValueError, RecursionError):
        return None


# --- A runs folder -------------------------------------------------------------------------------------------------------------------


class Store:
    """Goes along a ledger from its first byte to its last, then over every file."""

    def __init__(self, runs, verify):
        self.runs, self.verify = runs, verify
        self.wrong, self.notes, self.named, self.digests = [], [], {}, {}
        self.tree, self.prev, self.keys, self.current = Tree(), "0" * 64, [], None
        self.ends, self.heads, self.roots, self.outside, self.pending, self.attachments = {}, 0, {}, [], {}, set()

    def path(self, *parts):
        return os.path.join(self.runs, *parts)

    def listed(self, folder):
        path = self.path(*folder.split("/"))
        return sorted(os.listdir(path)) if os.path.isdir(path) and not os.path.islink(path) else []

    def open(self, path):
        """The file, never through a link and never waiting for a pipe; None where there is no such file."""
        target = self.path(*path.split("/"))
        for length in range(1, path.count("/") + 1):
            if os.path.islink(self.path(*path.split("/")[:length])):
                return None
        try:
            if not stat.S_ISREG(os.lstat(target).st_mode):
                return None
            return open(target, "rb")
        except OSError:
            return None

    def read(self, path):
        file = self.open(path)
        if file is None:
            return None
        with file:
            return file.read()

    def digest(self, path):
        """(sha256, size) of a file, or None."""
        if path not in self.digests:
            file = self.open(path)
            if file is None:
                return None
            total, size = hashlib.sha256(), 0
            with file:
                for chunk in iter(lambda: file.read(CHUNK), b""):
                    total.update(chunk)
                    size += len(chunk)
            self.digests[path] = (total.hexdigest(), size)
        return self.digests[path]

    def check(self, heads):
        self.read_identity()
        for name in self.listed("_integrity/receipts"):
            self.add_outside(f"_integrity/receipts/{name}", self.read(f"_integrity/receipts/{name}") or b"")
        for name, data in heads:
            self.add_outside(name, data)
        sizes = {head.size for _, head in self.outside}
        self.keep_root(sizes)
        segments = [name for name in self.listed("_integrity/ledger") if re.fullmatch(r"\d{8}\.ndjson", name)]
        data = {int(name[:8]): self.read(f"_integrity/ledger/{name}") for name in segments}
        seals = self.read_seals(data)
        for epoch in sorted(set(seals) - set(data)):
            self.wrong.append(f"The ledger of epoch {epoch} is missing.")
        for epoch in sorted(data):
            if data[epoch] is None:
                self.wrong.append(f"The ledger of epoch {epoch} cannot be read.")
                continue
            lines = data[epoch] if epoch in seals else self.with_journal(epoch, data[epoch])
            self.walk(epoch, lines, seals.get(epoch), sizes)
        if not data:
            self.wrong.append("There is no ledger.")
        self.compare_outside()
        self.check_files()
        self.check_folders()

    def read_identity(self):
        try:
            identity = json.loads((self.read("_integrity/store.json") or b"").decode("utf-8"))
            key = parse_key(identity["first_public_key"])
            self.origin = identity["origin"]
        except (ValueError, KeyError, TypeError, AttributeError):
            identity, key, self.origin = None, None, None
        if key is None:
            self.wrong.append("_integrity/store.json names no key: no signature can be verified.")
        else:
            self.keys, self.current = [key], key

    def add_outside(self, name, data):
        head = Head(data.decode("utf-8", "replace"))
        if head.size is None:
            self.wrong.append(f"{name} is not a signed head.")
        else:
            self.outside.append((name, head))

    def keep_root(self, sizes):
        if self.tree.size in sizes:
            self.roots[self.tree.size] = self.tree.root()

    def read_seals(self, data):
        """Where later epochs closed earlier ones: what stands behind that was never recorded."""
        seals = {}
        for epoch in sorted(data):
            first = parse_line((data[epoch] or b"").split(b"\n", 1)[0]) or {}
            body = first.get("body")
            after = body.get("after") if isinstance(body, dict) else None
            for seal in after if isinstance(after, list) else []:
                if isinstance(seal, dict) and isinstance(seal.get("length"), int) and isinstance(seal.get("epoch"), int):
                    seals[seal["epoch"]] = seal
        return seals

    def with_journal(self, epoch, lines):
        """A store that was not closed is read with its journal: what a whole frame holds is recorded."""
        data, at = self.read(f"_integrity/journal/{epoch:08d}.jnl") or b"", 0
        while at < len(data):
            match = re.compile(rb"rmos-frame/1 (\d{12}) ([0-9a-f]{64})\n").match(data, at)
            payload = data[match.end() : match.end() + int(match[1])] if match else b""
            if not match or len(payload) != int(match[1]) or hashlib.sha256(payload).hexdigest() != match[2].decode():
                self.notes.append(f"The journal of epoch {epoch} ends with {len(data) - at} bytes that were never recorded.")
                break
            header, _, rest = payload.partition(b"\n")
            frame = json.loads(header)
            offset, size = frame["ledger"]["offset"], frame["ledger"]["size"]
            if offset <= len(lines):
                lines = lines[:offset] + rest[:size] + lines[offset + size :]
            for file in frame["files"]:
                self.pending[file["path"]] = rest[size : size + file["size"]]
                size += file["size"]
            at = match.end() + int(match[1])
        return lines

    def walk(self, epoch, data, seal, sizes):
        name, end = f"The ledger of epoch {epoch}", len(data) if seal is None else seal["length"]
        if len(data) < end:
            self.wrong.append(f"{name} has {len(data)} bytes. It was closed at {end}.")
        elif len(data) > end:
            self.notes.append(f"{name} has {len(data) - end} bytes behind the place where it was closed. They were never recorded.")
        lines, last_at, group, number = data[:end].split(b"\n"), "", [], 0
        if lines.pop() != b"":
            self.wrong.append(f"{name} ends in the middle of a line.")
        for number, line in enumerate(lines, 1):
            place, value = f"{name}, line {number}", parse_line(line)
            if value is None:
                self.wrong.append(f"{place}: this is not the canonical form of anything.")
                value = {}
            if set(value) == {"cp"}:
                self.check_head(place, value["cp"], group)
                group = []
                continue
            if number == 1:
                self.check_opening(place, value)
            if value.get("seq") != self.tree.size or value.get("prev") != self.prev or value.get("epoch") != epoch:
                self.wrong.append(f"{place}: the entry does not join on to the one before it.")
            if str(value.get("at")) < last_at:
                self.wrong.append(f"{place}: the entry is earlier than the one before it.")
            last_at = str(value.get("at"))
            self.tree.append(leaf_hash(line))
            self.keep_root(sizes)
            self.prev = hashlib.sha256(line).hexdigest()
            group.append(value)
        if group:
            self.wrong.append(f"{name}: its last {len(group)} entries have no signed head.")
        self.ends[epoch] = (min(end, len(data)), self.tree.root().hex())

    def check_opening(self, place, entry):
        body = entry.get("body") if isinstance(entry.get("body"), dict) else {}
        edge = [digest.hex() for digest in self.tree.edge]
        if entry.get("kind") != "epoch.opened" or body.get("size") != self.tree.size or body.get("edge") != edge:
            self.wrong.append(f"{place}: the epoch does not begin with what came before it.")
        for seal in body.get("after") if isinstance(body.get("after"), list) else []:
            told = (seal.get("length"), seal.get("root")) if isinstance(seal, dict) else None
            if isinstance(seal, dict) and self.ends.get(seal.get("epoch")) != told:
                self.wrong.append(f"{place}: it says otherwise how epoch {seal.get('epoch')} ended.")

    def check_head(self, place, note, group):
        head = Head(note if isinstance(note, str) else "")
        self.heads += 1
        if head.size != self.tree.size or head.root != self.tree.root() or head.origin != self.origin or not group:
            self.wrong.append(f"{place}: the head does not match the {self.tree.size} entries before it.")
        changes = [entry for entry in group if entry.get("kind") in ("key.rotated", "key.reset")]
        bodies = [entry.get("body") for entry in changes]
        new = [parse_key(str(body.get("verifier"))) if isinstance(body, dict) else None for body in bodies]
        if None in new:
            self.wrong.append(f"{place}: the entry before it brings in a key that is none.")
        new = [key for key in new if key is not None]
        signers = head.signers(self.keys + new, self.verify) if self.keys else []
        is_reset = any(entry.get("kind") == "key.reset" for entry in changes)
        needed = new if is_reset else [self.current, *new]
        if self.current is not None and not (signers and all(key in signers for key in needed)):
            self.wrong.append(f"{place}: the signature over {head.size} entries does not hold.")
        for entry, key in zip(changes, new):
            if entry.get("kind") == "key.reset":
                self.notes.append(f"{place}: the key was replaced without the old one. Ask why.")
            self.current = key
            self.keys.append(key)
        for entry in group:
            self.take(place, entry)

    def take(self, place, entry):
        """What an acknowledged entry vouches for."""
        path, digest, body = entry.get("path"), entry.get("sha256"), entry.get("body")
        if isinstance(path, str) and isinstance(digest, str):
            if path.startswith("/") or any(part in ("", ".", "..") for part in path.split("/")) or "\\" in path:
                self.wrong.append(f"{place}: it names a file outside the folder.")
            elif self.named.setdefault(path, (digest, entry.get("size"))) != (digest, entry.get("size")):
                self.wrong.append(f"{place}: {path} is named twice, with two fingerprints.")
        files = body.get("attachments") if isinstance(body, dict) and entry.get("kind") == "run.recorded" else None
        self.attachments.update(one for one in (files if isinstance(files, list) else []) if isinstance(one, str))

    def compare_outside(self):
        for name, head in self.outside:
            signers = head.signers(self.keys, self.verify)
            if not signers:
                self.wrong.append(f"{name} is not signed by a key of this store.")
            elif head.size > self.tree.size:
                self.wrong.append(f"{name} knows {head.size} entries. The ledger has {self.tree.size}: it was rolled back.")
            elif self.roots.get(head.size) != head.root:
                self.wrong.append(f"{name} knows other entries: the ledger was rewritten.")

    def check_files(self):
        for path, (digest, size) in self.named.items():
            found = self.digest(path)
            if found is None and path in self.pending and hashlib.sha256(self.pending[path]).hexdigest() == digest:
                continue
            if found is None:
                self.wrong.append(f"{path}: missing")
            elif found != (digest, size):
                self.wrong.append(f"{path}: changed")
        for digest in sorted(self.attachments):
            path = f"_attachments/{digest[:2]}/{digest[2:4]}/{digest}"
            if re.fullmatch("[0-9a-f]{64}", digest) and self.digest(path) is None:
                self.wrong.append(f"{path}: missing")

    def check_folders(self):
        """Files that no entry names. Names that start with a dot are what an interrupted write left; nothing rests on them."""
        for day in self.listed("."):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
                if os.path.islink(self.path(day)) or not os.path.isdir(self.path(day)):
                    self.wrong.append(f"{day}: foreign")
                self.check_names(day)
        self.check_names("_integrity/epochs")
        self.check_keys()
        for one in self.listed("_attachments"):
            for two in self.listed(f"_attachments/{one}"):
                for name in self.listed(f"_attachments/{one}/{two}"):
                    path = f"_attachments/{one}/{two}/{name}"
                    digest = self.digest(path) if not name.startswith(".") else None
                    if path not in self.named and digest is not None and (digest[0] != name or name[:4] != one + two):
                        self.wrong.append(f"{path}: changed")

    def check_keys(self):
        own = {f"{key[1].hex()}.vkey": key for key in self.keys}
        for name in sorted(own.keys() | set(self.listed("_integrity/keys"))):
            path = f"_integrity/keys/{name}"
            data = self.read(path) if name in self.listed("_integrity/keys") else self.pending.get(path)
            if name not in own:
                if not name.startswith("."):
                    self.wrong.append(f"{path}: foreign")
            elif data is None:
                self.wrong.append(f"{path}: missing")
            elif parse_key(data.decode("utf-8", "replace")) != own[name]:
                self.wrong.append(f"{path}: changed")

    def check_names(self, folder):
        for name in self.listed(folder):
            path = f"{folder}/{name}"
            if path in self.named or path in self.pending:
                continue
            if name.startswith("."):
                self.notes.append(f"{path}: left by an interrupted write")
            else:
                self.wrong.append(f"{path}: foreign")


def check_store(options, verify):
    if not os.path.isdir(options.file):
        return ["This is not a folder."], [], ""
    store = Store(options.file, verify)
    store.check([(name, read_file(name)) for name in options.head])
    counts = f"{store.tree.size} entries, {store.heads} signed heads, {len(store.named)} files, {len(store.outside)} heads from outside"
    return store.wrong, store.notes, f"{counts}, {len(store.wrong)} wrong"


# --- A proof about one run, and a signed head ----------------------------------------------------------------------------------------


def read_file(name):
    with open(name, "rb") as file:
        return file.read()


def read_keys(texts):
    texts = [read_file(text).decode("utf-8", "replace") if os.path.isfile(text) else text for text in texts]
    lines = [line for text in texts for line in text.split("\n") if line.strip() != ""]
    return [parse_key(line) for line in lines]


def head_trouble(head, keys, verify, what):
    if head.size is None:
        return [f"{what} is not a signed head."]
    if None in keys or not keys:
        return ["A public key is not one."]
    if not head.signers(keys, verify):
        return [f"{what} is not signed by the key."]
    return []


def check_proof(options, verify):
    text = read_file(options.file).decode("utf-8", "replace")
    beginning, _, note = text.partition("\n\n")
    first, *lines = beginning.split("\n")
    extra = exact_base64(lines.pop(0)[len("extra ") :]) if lines and lines[0].startswith("extra ") else None
    index = re.fullmatch("index (0|[1-9][0-9]{0,15})", lines.pop(0) if lines else "")
    path, head = [exact_base64(line) for line in lines], Head(note)
    if first != "c2sp.org/tlog-proof@v1" or index is None or any(step is None or len(step) != 32 for step in path):
        return ["This is not a proof of the form c2sp.org/tlog-proof@v1."], [], ""
    wrong = head_trouble(head, read_keys(options.key), verify, "The head of the proof")
    line = read_file(options.line).rstrip(b"\n") if options.line else extra
    if line is None:
        return [*wrong, "The proof does not bring its entry along. Give it with --line."], [], ""
    if not wrong and not is_included(int(index[1]), head.size, leaf_hash(line), head.root, path):
        wrong.append("The entry is not in the ledger that was signed.")
    entry = parse_line(line) or {}
    if options.record and hashlib.sha256(read_file(options.record)).hexdigest() != entry.get("sha256"):
        wrong.append("The record is not the one that the entry names.")
    said = f"Entry {index[1]} of {head.size} in {head.origin}: {entry.get('kind')} {entry.get('subject')} {entry.get('sha256')}"
    return wrong, [], said if not wrong else f"{len(wrong)} wrong"


def check_checkpoint(options, verify):
    keys, new = read_keys(options.key), Head(read_file(options.file).decode("utf-8", "replace"))
    wrong = head_trouble(new, keys, verify, "The head")
    said = f"{new.size} entries in {new.origin}, signed"
    if options.older and not wrong:
        old = Head(read_file(options.older).decode("utf-8", "replace"))
        wrong = head_trouble(old, keys, verify, "The older head")
        lines = read_file(options.proof).decode("utf-8", "replace").split() if options.proof else []
        path = [exact_base64(line) for line in lines]
        if not wrong and old.origin != new.origin:
            wrong.append("The two heads are of two ledgers.")
        is_path = all(step is not None and len(step) == 32 for step in path)
        if not wrong and not (is_path and is_consistent(old.size, old.root, new.size, new.root, path)):
            wrong.append(f"It is not proven that the {new.size} entries begin with the {old.size} of the older head.")
        said += f"; the first {old.size} are those of the older head"
    return wrong, [], said if not wrong else f"{len(wrong)} wrong"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["store", "proof", "checkpoint"])
    parser.add_argument("file")
    for name in ("--line", "--record", "--older", "--proof"):
        parser.add_argument(name)
    for name in ("--key", "--head"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("--pure", action="store_true")
    options = parser.parse_args()
    verify = (None if options.pure else library_verify()) or pure_verify
    work = {"store": check_store, "proof": check_proof, "checkpoint": check_checkpoint}[options.what]
    try:
        wrong, notes, said = work(options, verify)
    except OSError as error:
        wrong, notes, said = [f"{error.filename}: {error.strerror}"], [], ""
    except Exception as error:  # Bytes of any kind give a sentence, never a trace of calls.
        wrong, notes, said = [f"There is something that cannot be read: {type(error).__name__} {error}"], [], ""
    print("\n".join([*(f"Wrong: {text}" for text in wrong), *(f"Note: {text}" for text in notes), *([said] if said else [])]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
