package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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

// report prints the table and writes it to the files.
func report(o options, results []result) error {
	printTable(os.Stdout, results)
	for _, path := range []string{o.output, o.table} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
	}
	return errors.Join(writeJSON(o.output, results), os.WriteFile(o.table, []byte(markdown(results)), 0o644))
}

// cells are a result as people read it, in the order of the table's head.
func (r result) cells() []string {
	met := "no"
	if r.Met {
		met = "yes"
	}
	return []string{r.ID, number(r.Ours), number(r.Beside), r.Unit, number(r.Ratio), r.Goal, met, r.What}
}

var head = []string{"id", "ours", "beside", "unit", "ratio", "goal", "met", "what"}

// number has as many decimals as say something.
func number(v float64) string {
	if v >= 100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func printTable(w io.Writer, results []result) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.Join(head, "\t"))
	for _, r := range results {
		fmt.Fprintln(table, strings.Join(r.cells(), "\t"))
	}
	_ = table.Flush() // to the terminal
}

// markdown is the table for docs/benchmarks.md, with the moment it was measured.
func markdown(results []result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s.\n\n| %s |\n| -- | --: | --: | -- | --: | -- | -- | -- |\n",
		time.Now().UTC().Format("2 January 2006, 15:04 UTC"), strings.Join(head, " | "))
	for _, r := range results {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(r.cells(), " | "))
	}
	return b.String()
}

func writeJSON(path string, results []result) error {
	content, err := json.MarshalIndent(results, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(content, '\n'), 0o644)
}
