"""Says of every line of a file whether it is a message that a JSON schema knows.

    check_schema.py SCHEMA FILE

One line for each: "ok", or "refused: " and why.
"""

import json
import sys

import jsonschema


def main(schema_path, path):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    with open(path, encoding="utf-8") as file:
        for line in file:
            message = json.loads(line, parse_constant=lambda name: sys.exit(name + " on the wire"))
            error = jsonschema.exceptions.best_match(validator.iter_errors(message))
            print("refused: " + error.message[:300] if error else "ok")


main(*sys.argv[1:])
