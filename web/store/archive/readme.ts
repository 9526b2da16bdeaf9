/** What a person finds first in an export who has no Paddock at hand. */
export const README_TEXT = `This is a Paddock library: sessions, laps and everything about them, as files any program can read.

To get it back into Paddock: open Paddock, Storage and backups, Backup, Import an export. Nothing is doubled, and
nothing newer is overwritten.

What is in it
  manifest.json                what was exported, when, and how much of it
  records/<table>.jsonl        one record a line, as JSON
      sessions                 one car on one layout without a longer break; startedAt in milliseconds since 1970, UTC
      laps                     sessionId says whose; startMs and endMs count from the session's start, endMs - startMs
                               is the lap time in milliseconds
      tracks, layouts, cars, drivers, setups, settings
      meta                     what Paddock was told once, such as the columns of a table
      deeds                    what was done in the last 30 days, with the records as they were before
  traces/<sha256>.arrow        the samples of one lap, or of what lies between laps: an Arrow IPC file
  originals/<sha256>/<name>    the files that were imported, untouched
  pictures/<sha256>            pictures
  damaged/<table>.jsonl        records that could not be read any more, as far as they could be written

A lap's samples are in the file its "trace" names: trace.sha256 is the name of the file and the SHA-256 of its bytes.

Samples with Python:
  import pyarrow.ipc
  table = pyarrow.ipc.open_file("traces/<sha256>.arrow").read_all()
  print(table.schema)

Laps with Python:
  import json
  laps = [json.loads(line) for line in open("records/laps.jsonl", encoding="utf-8")]
`
