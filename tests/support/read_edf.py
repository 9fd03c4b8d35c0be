"""Prints what python3-mne reads of an EDF file: one line each, fields divided by tabs.

start  SECONDS SINCE 1970 (as if the file's local time were UTC)
signal NAME UNIT RATE FIRST LAST
note   ONSET DURATION TEXT

Status 77 where MNE is not installed.
"""

import sys
import warnings

try:
    import mne
except ImportError:
    sys.exit(77)

warnings.simplefilter("error")  # what MNE only wonders about is an error here
raw = mne.io.read_raw_edf(sys.argv[1], preload=True, verbose="ERROR")
print("start", raw.info["meas_date"].timestamp(), sep="\t")
for name in raw.ch_names:
    values = raw.get_data(picks=[name])[0]
    unit = raw._orig_units[name]
    print("signal", name, unit, raw.info["sfreq"], values[0], values[-1], sep="\t")
for note in raw.annotations:
    print("note", note["onset"], note["duration"], note["description"], sep="\t")
