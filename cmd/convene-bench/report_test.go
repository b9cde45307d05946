package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheReportIsWhatTheContractSays(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bench.json")
	results := []result{atLeast("B1", "fast", 6000, 8000, "1/s", 0.5), atMost("B7", "even", 9, 2, "ms", 4)}
	if err := writeJSON(path, results); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines []map[string]any
	if err := json.Unmarshal(content, &lines); err != nil {
		t.Fatal(err)
	}
	if fields := slices.Sorted(maps.Keys(lines[0])); strings.Join(fields, " ") != "beside goal id met ours ratio unit what" {
		t.Errorf("the fields are %v", fields)
	}
	if lines[0]["met"] != true || lines[0]["ratio"] != 0.75 || lines[1]["met"] != false || lines[1]["goal"] != "≤ 4" {
		t.Errorf("the lines are %v", lines)
	}
	var table bytes.Buffer
	printTable(&table, results)
	for _, want := range []string{"B7", "6000", "4.50", "≥ 0.5"} {
		if !strings.Contains(table.String(), want) || !strings.Contains(markdown(results), want) {
			t.Errorf("the table does not say %s:\n%s%s", want, &table, markdown(results))
		}
	}
}

func TestOnlyKnownMeasurementsCanBeChosen(t *testing.T) {
	t.Parallel()
	chosen, err := choose("memory,rates")
	if err != nil || len(chosen) != 2 || chosen[0].name != "memory" || chosen[1].name != "rates" {
		t.Errorf("chosen are %s, %v", names(chosen), err)
	}
	if _, err := choose("rates,speed"); err == nil || !strings.Contains(err.Error(), `"speed"`) {
		t.Errorf("an unknown one gives %v", err)
	}
}
