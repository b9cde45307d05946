package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"
)

// result is one line of the table; the contract says what build/bench.json holds.
type result struct {
	ID     string  `json:"id"`
	What   string  `json:"what"`
	Ours   float64 `json:"ours"`
	Beside float64 `json:"beside"`
	Unit   string  `json:"unit"`
	Ratio  float64 `json:"ratio"` // ours / beside
	Goal   string  `json:"goal"`
	Met    bool    `json:"met"`
}

// atLeast is a result whose ratio should be high; atMost one whose should be low.
func atLeast(id, what string, ours, beside float64, unit string, goal float64) result {
	return result{id, what, ours, beside, unit, ours / beside, fmt.Sprintf("≥ %g", goal), ours/beside >= goal}
}

func atMost(id, what string, ours, beside float64, unit string, goal float64) result {
	return result{id, what, ours, beside, unit, ours / beside, fmt.Sprintf("≤ %g", goal), ours/beside <= goal}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func printTable(w io.Writer, results []result) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "id\tours\tbeside\tunit\tratio\tgoal\tmet\twhat")
	for _, r := range results {
		met := "no"
		if r.Met {
			met = "yes"
		}
		fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%s\t%.2f\t%s\t%s\t%s\n", r.ID, r.Ours, r.Beside, r.Unit, r.Ratio, r.Goal, met, r.What)
	}
	_ = table.Flush() // to the terminal
}

func writeJSON(path string, results []result) error {
	content, err := json.MarshalIndent(results, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(content, '\n'), 0o644)
}
