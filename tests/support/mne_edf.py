"""What python3-mne reads of an EDF file whose signals have one rate, as JSON."""

import json
import sys
import warnings

import mne

warnings.simplefilter("error")  # what MNE only wonders about is an error here
raw = mne.io.read_raw_edf(sys.argv[1], preload=True, verbose="ERROR")
json.dump({
    "rate_hz": raw.info["sfreq"],
    "signals": [{"name": name, "unit": raw._orig_units[name],
                 "values": list(raw.get_data(picks=[name])[0])} for name in raw.ch_names],
    "notes": [{"onset": float(note["onset"]), "duration": float(note["duration"]),
               "text": str(note["description"])} for note in raw.annotations],
}, sys.stdout)
