package main

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
)

// exportPiece is how much of an export is made before it is sent.
const exportPiece = 32 << 10

// exportRow's fields stand in the order of the export.
type exportRow struct {
	ID     int64    `json:"id"`
	Name   string   `json:"name"`
	Amount int64    `json:"amount"`
	Tags   []string `json:"tags"`
}

// The tags of all rows: every one has one of these lists.
var (
	evenTags      = []string{"even"}
	oddTags       = []string{"odd"}
	evenThirdTags = []string{"even", "third"}
	oddThirdTags  = []string{"odd", "third"}
)

func exportRowAt(n int64) exportRow {
	return exportRow{n, "item " + strconv.FormatInt(n, 10), n * 104_729 % 1_000_000, tagsOf(n)}
}

func tagsOf(n int64) []string {
	switch {
	case n%6 == 0:
		return evenThirdTags
	case n%3 == 0:
		return oddThirdTags
	case n%2 == 0:
		return evenTags
	default:
		return oddTags
	}
}

// writeExport writes the rows as lines of JSON, a piece at a time, and makes
// none while w does not take the piece before: a slow reader holds it up, one
// that is gone ends it. It needs no pause for the sake of others, as the
// scheduler preempts it.
func writeExport(w io.Writer, start, rows int64) error {
	piece := bufio.NewWriterSize(w, exportPiece)
	encoder := json.NewEncoder(piece)
	for n := start; n < start+rows; n++ {
		if err := encoder.Encode(exportRowAt(n)); err != nil {
			return err
		}
	}
	return piece.Flush()
}
