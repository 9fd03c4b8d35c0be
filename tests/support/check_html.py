# Checks what a page of ours promises: well-formed, landmarks, headings in order, one picture with
# words in its place, tables with captions and heads, no script, nothing loaded, a strict policy
# that lets its own style sheet pass, and enough contrast in both colour schemes.
import base64
import hashlib
import re
import sys
import xml.etree.ElementTree as tree

H = "{http://www.w3.org/1999/xhtml}"
S = "{http://www.w3.org/2000/svg}"
text = open(sys.argv[1], encoding="utf-8").read()
root = tree.fromstring(text.split("\n", 1)[1])  # without the doctype
wrong = []


def check(good, what):
    if not good:
        wrong.append(what)


check(text.startswith("<!DOCTYPE html>\n"), "no doctype")
check(root.get("lang") == "en", "no language")
check((root.findtext(f"{H}head/{H}title") or "").strip(), "no title")
for landmark in ("header", "main", "footer"):
    check(len(root.findall(f"{H}body/{H}{landmark}")) == 1, f"not one {landmark}")
headings = [e.tag[len(H) :] for e in root.iter() if re.fullmatch(H + "h[1-6]", str(e.tag))]
check(headings[:1] == ["h1"] and headings.count("h1") == 1, f"headings {headings}")
check(set(headings[1:]) == {"h2"}, f"headings {headings}")
ids = [e.get("id") for e in root.iter() if e.get("id")]
check(len(ids) == len(set(ids)), "an id twice")
for section in root.iter(f"{H}section"):
    check(section.get("aria-labelledby") in ids, "a section without a name")

pictures = list(root.iter(f"{S}svg"))
check(len(pictures) == 1, "not one picture")
for picture in pictures:
    check(picture.get("role") == "img", "a picture without its role")
    check(len(picture.get("aria-label") or "") > 40, "a picture without words")
    check(len(list(picture.iter(f"{S}path"))) > 20, "an empty picture")
for figure in root.iter(f"{H}figure"):
    check(figure.find(f"{H}figcaption") is not None, "a figure without a caption")
for link in root.iter():
    to = link.get("{http://www.w3.org/1999/xlink}href") or link.get("href") or link.get("src")
    check(to is None or to.startswith("#") and to[1:] in ids, f"leads to {to}")

for table in root.iter(f"{H}table"):
    check((table.findtext(f"{H}caption") or "").strip(), "a table without a caption")
    width = len(table.findall(f"{H}thead/{H}tr/{H}th"))
    check(all(h.get("scope") == "col" for h in table.findall(f"{H}thead/{H}tr/{H}th")), "no scope")
    for row in table.findall(f"{H}tbody/{H}tr"):
        check(len(row) == width, "a row of another length")
        check(row[0].tag == f"{H}th" and row[0].get("scope") == "row", "a row without its head")

check(not list(root.iter(f"{H}script")), "a script")
check(not [e for e in root.iter() for name in e.attrib if name.startswith("on")], "a handler")
check(not [e for e in root.iter() if e.get("style") is not None], "a style of its own")
metas = {m.get("http-equiv") or m.get("name"): m.get("content") for m in root.iter(f"{H}meta")}
policy = metas.get("Content-Security-Policy") or ""
style = root.findtext(f"{H}head/{H}style")
digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
check("default-src 'none'" in policy, "a policy that is not strict")
check("unsafe" not in policy, "an unsafe policy")
check(f"'sha256-{digest}'" in policy, f"a policy that forbids its style: sha256-{digest}")
check("width=device-width" in (metas.get("viewport") or ""), "no viewport")
check("prefers-color-scheme: dark" in style and "@media print" in style, "one scheme only")
check("url(" not in style and "@import" not in style, "a style that loads")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


schemes = re.findall(r"--ink: (#\w{6}); --paper: (#\w{6}); --quiet: (#\w{6})", style)
check(len(schemes) == 3, "colours")
for ink, paper, quiet in schemes:
    for colour in (ink, quiet):
        light, dark = sorted((luminance(colour), luminance(paper)), reverse=True)
        check((light + 0.05) / (dark + 0.05) >= 4.5, f"{colour} on {paper}")

print("\n".join(wrong))
sys.exit(1 if wrong else 0)
