package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// comingEvent is the first event of the sample file, three weeks ahead or more and
// open now.
func comingEvent(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "internal", "demo", "data", "events.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Events []map[string]any `json:"events"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	budapest, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		t.Fatal(err)
	}
	weeks := int(time.Since(time.Date(2012, 12, 17, 0, 0, 0, 0, budapest)).Hours()/24/7) + 4
	one := file.Events[0]
	one["slug"] = seminar
	moved, err := json.Marshal(map[string]any{"events": []any{later(one, weeks*7, budapest)}})
	if err != nil {
		t.Fatal(err)
	}
	return string(moved)
}

// later moves every date and moment in a value by whole days.
func later(value any, days int, at *time.Location) any {
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			v[key] = later(v[key], days, at)
		}
	case []any:
		for i := range v {
			v[i] = later(v[i], days, at)
		}
	case string:
		if moment, err := time.Parse(time.RFC3339, v); err == nil {
			return moment.In(at).AddDate(0, 0, days).Format(time.RFC3339)
		}
		if date, err := time.Parse(time.DateOnly, v); err == nil {
			return date.AddDate(0, 0, days).Format(time.DateOnly)
		}
	}
	return value
}
