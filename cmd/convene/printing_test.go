package main

import (
	"bytes"
	"testing"

	"convene/internal/document"
	"convene/internal/paper"
)

func TestPeopleAreNamedWithAndWithoutReference(t *testing.T) {
	var notes bytes.Buffer
	in := &invocation{notes: &notes}
	problem := document.Warning{Name: "Jo", Problem: document.MixedScripts}
	in.lookAt([]paper.Warning{{Warning: problem, Reference: "RWJBVJRK"}, {Warning: problem}})
	want := "look at RWJBVJRK " + problem.String() + "\nlook at " + problem.String() + "\n"
	if notes.String() != want {
		t.Errorf("%q, want %q", notes.String(), want)
	}
}
