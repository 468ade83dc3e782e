#!/usr/bin/env python3
"""Kiểm tra nhật ký của một hồ sơ, không cần phần mềm của tỉnh. / Verifies the history of a dossier without the province's software.

    python3 verify.py nhat-ky-….json [seals.json]

seals.json: a copy of /api/journal/seals kept from an earlier day; what was sealed then must be the same now.
Needs Python 3.8 and nothing else. Ends with 0 when everything holds, with 1 when something does not.
"""
import base64, hashlib, json, sys

# P-256 (FIPS 186-4): the curve, its order, its base point
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def plus(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] ** 2 - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope**2 - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(k, point):
    total = None
    while k:
        if k & 1:
            total = plus(total, point)
        point, k = plus(point, point), k >> 1
    return total


def signed(public_key, data, signature):
    point = int.from_bytes(public_key[-64:-32], "big"), int.from_bytes(public_key[-32:], "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not (0 < r < N and 0 < s < N) or (point[1] ** 2 - point[0] ** 3 + 3 * point[0] - B) % P:
        return False
    w, digest = pow(s, -1, N), int.from_bytes(sha(data), "big")
    found = plus(times(digest * w % N, G), times(r * w % N, point))
    return found is not None and found[0] % N == r


def sha(data):
    return hashlib.sha256(data).digest()


def field(value):
    value = value.to_bytes(8, "big", signed=True) if isinstance(value, int) else value.encode() if isinstance(value, str) else value
    return len(value).to_bytes(4, "big") + value


def fields(data):
    found = []
    while data:
        size = int.from_bytes(data[:4], "big")
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return found


def seal_bytes(s):
    return b"".join(field(v) for v in ("nhatle-seal/1", s["number"], s["sealedAtMs"], s["legalAtMs"], s["first"], s["last"], s["count"], bytes.fromhex(s["root"]), bytes.fromhex(s["previous"]), s["key"]))


def root_of(leaf, index, count, path):
    """RFC 9162, 2.1.3.2: the root that this path leads to, or None where the path does not fit the tree."""
    last, node = count - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            node = sha(b"\x01" + sibling + node)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha(b"\x01" + node + sibling)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def check(proof, kept):
    if not proof["entries"]:
        yield "không có mục nào / there are no entries"
    seals = {s["number"]: s for s in proof["seals"]}
    keys = {k["id"]: base64.b64decode(k["publicKey"]) for k in proof["keys"]}
    for key_id, key in keys.items():
        if sha(key)[:8].hex() != key_id:
            yield f"khóa {key_id} không đúng mã của nó / key {key_id} is another than its id says"
    previous = b""
    for seq, entry in enumerate(proof["entries"], 1):
        place, canonical = f"mục / entry {seq}", base64.b64decode(entry["canonical"])
        version, before, entry_id, subject, kind, number, event, at, *_, payload_hash = fields(canonical)
        if version != b"\x01" or before != previous or int.from_bytes(number, "big") != seq or entry["seq"] != seq:
            yield f"{place}: không nối tiếp mục trước / does not go on from the entry before"
        if (subject.hex(), kind.decode(), event.decode(), entry_id.hex()) != (proof["subjectId"].replace("-", ""), proof["subjectKind"], entry["event"], entry["id"].replace("-", "")):
            yield f"{place}: thuộc hồ sơ khác hay việc khác / is of another record or another act"
        previous = sha(canonical)
        if previous.hex() != entry["hash"] or payload_hash.hex() != entry["payloadHash"]:
            yield f"{place}: mã băm không khớp / the hash does not fit"
        if entry["payload"] is not None and (len(base64.b64decode(entry["salt"])) != 16 or sha(base64.b64decode(entry["salt"]) + entry["payload"].encode()) != payload_hash):
            yield f"{place}: nội dung đã bị sửa / the content was changed"
        leaf = entry["leaf"]
        if leaf and leaf["seal"] not in seals:
            yield f"{place}: thiếu niêm phong / seal {leaf['seal']} is missing"
        elif leaf:
            seal = seals[leaf["seal"]]
            index, path = leaf["number"] - seal["first"], [bytes.fromhex(h) for h in leaf["path"]]
            if not 0 <= index < seal["count"] or root_of(sha(b"\x00" + previous), index, seal["count"], path) != bytes.fromhex(seal["root"]):
                yield f"{place}: không nằm trong niêm phong / is not in seal {leaf['seal']}"
    before = None
    for seal in proof["seals"]:
        place = f"niêm phong / seal {seal['number']}"
        if before and (seal["number"] != before["number"] + 1 or seal["first"] != before["last"] + 1 or bytes.fromhex(seal["previous"]) != sha(seal_bytes(before))):
            yield f"{place}: không nối tiếp niêm phong trước / does not go on from the seal before"
        if seal["last"] - seal["first"] + 1 != seal["count"]:
            yield f"{place}: số mục không đúng / the count is wrong"
        if any(e["leaf"] and e["leaf"]["seal"] == seal["number"] for e in proof["entries"]) and not (seal["key"] in keys and signed(keys[seal["key"]], seal_bytes(seal), base64.b64decode(seal["signature"]))):
            yield f"{place}: chữ ký không khớp / the signature does not fit"
        before = seal
    for old in kept.get("seals", []):
        if old["number"] in seals and seal_bytes(old) != seal_bytes(seals[old["number"]]):
            yield f"niêm phong / seal {old['number']}: khác bản đã giữ / is not the one that was kept"
    if kept and not set(keys) <= {k["id"] for k in kept["keys"]}:
        print("Chú ý: có khóa mới / note: there is a key that the kept copy does not know", file=sys.stderr)


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        proof = json.load(file)
    kept = {}
    if arguments[1:]:
        with open(arguments[1], encoding="utf-8") as file:
            kept = json.load(file)
    try:
        faults = list(check(proof, kept))
    except (KeyError, ValueError, TypeError, IndexError) as error:
        faults = [f"tệp hỏng / the file is damaged: {error!r}"]
    for fault in faults:
        print("HỎNG / BROKEN:", fault)
    if faults:
        return 1
    sealed = sum(1 for e in proof["entries"] if e["leaf"])
    print(f"KHỚP: hồ sơ {proof['code']}, {len(proof['entries'])} mục, {sealed} mục đã niêm phong, chữ ký đúng.")
    print(f"HOLDS: dossier {proof['code']}, {len(proof['entries'])} entries, {sealed} of them sealed, the signatures fit.")
    for key in proof["keys"]:
        print(f"Khóa / key: {key['id']} (so với trang / compare with the page /niem-phong)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
