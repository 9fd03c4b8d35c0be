"""Reads a BIDS dataset of physiological recordings with nothing but the standard library, checks what
BIDS 1.8.0 requires of it, and prints what it found as JSON. Every complaint is a line on stderr."""

import csv
import gzip
import json
import pathlib
import re
import sys

ENTITIES = r"sub-(?P<sub>[A-Za-z0-9]+)_task-(?P<task>[A-Za-z0-9]+)"
NAMES = re.compile(
    r"sub-(?P<folder>[A-Za-z0-9]+)/beh/" + ENTITIES
    + r"(_recording-(?P<recording>[A-Za-z0-9]+)_physio\.(tsv\.gz|json)|_events\.(tsv|json))")
complaints = []


def check(holds, what):
    if not holds:
        complaints.append(what)


def number(text):
    return None if text == "n/a" else float(text)


def physio(path):
    about = json.loads(path.with_name(path.name.replace(".tsv.gz", ".json")).read_text("utf-8"))
    for key in ("SamplingFrequency", "StartTime", "Columns"):
        check(key in about, f"{path.name}: no {key}")
    check(isinstance(about["SamplingFrequency"], (int, float)) and about["SamplingFrequency"] > 0,
          f"{path.name}: the rate")
    packed = path.read_bytes()
    check(packed[:4] == b"\x1f\x8b\x08\x00", f"{path.name}: a name or a comment in the gzip header")
    check(packed[4:8] == b"\0\0\0\0", f"{path.name}: a time in the gzip header")
    columns = about["Columns"]
    check(len(set(columns)) == len(columns), f"{path.name}: a column twice")
    values = [[] for _ in columns]
    for line in gzip.decompress(packed).decode("ascii").split("\n")[:-1]:
        fields = line.split("\t")
        check(len(fields) == len(columns), f"{path.name}: {line!r}")
        for column, field in zip(values, fields):
            column.append(number(field))  # a header row is no number
    for column in columns:
        check(re.fullmatch(r"[a-z][a-z0-9_]*", column), f"{path.name}: {column} is not snake_case")
        for key in ("Description", "Units", "LongName"):
            check(about.get(column, {}).get(key), f"{path.name}: no {key} of {column}")
    return {"rate_hz": about["SamplingFrequency"], "start_s": about["StartTime"],
            "columns": [{"name": name, "long": about[name]["LongName"],
                         "units": about[name]["Units"], "values": column}
                        for name, column in zip(columns, values)]}


def events(path):
    about = json.loads(path.with_suffix(".json").read_text("utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    check(rows[0][:2] == ["onset", "duration"], f"{path.name}: {rows[0]}")
    for column in rows[0][2:]:
        check("Description" in about.get(column, {}), f"{path.name}: {column} is not described")
    found = []
    for row in rows[1:]:
        check(len(row) == len(rows[0]), f"{path.name}: {row}")
        check(all(row), f"{path.name}: an empty field in {row}")
        check(not found or found[-1]["onset"] <= float(row[0]), f"{path.name}: not in order")
        check(float(row[1]) >= 0, f"{path.name}: a negative duration")
        found.append({"onset": float(row[0]), "duration": float(row[1]), "type": row[2],
                      "value": row[3]})
    return found


root = pathlib.Path(sys.argv[1])
description = json.loads((root / "dataset_description.json").read_text("utf-8"))
check(description.get("Name") and description.get("BIDSVersion") == "1.8.0", "the description")
check((root / "README").read_text("utf-8").strip(), "the README")

found = {"recordings": {}, "events": []}
for path in sorted(each for each in root.rglob("*") if each.is_file()):
    name = path.relative_to(root).as_posix()
    if name in ("dataset_description.json", "README"):
        continue
    match = NAMES.fullmatch(name)
    check(match and match["folder"] == match["sub"], f"{name} is no BIDS name")
    if not match:
        continue
    found["sub"], found["task"] = match["sub"], match["task"]
    if name.endswith("_physio.tsv.gz"):
        found["recordings"][match["recording"]] = physio(path)
    elif name.endswith("_events.tsv"):
        found["events"] = events(path)

for complaint in complaints:
    print(complaint, file=sys.stderr)
if complaints:
    sys.exit(1)
json.dump(found, sys.stdout)
