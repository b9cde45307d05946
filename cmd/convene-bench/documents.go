package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// printed are the documents that are measured. The goals of time are ratios to
// ReportLab, the goal of memory is what the issue of 10,000 badges may take.
var printed = []struct {
	id, what, kind string
	people         int
	goal           float64
}{
	{"DOC-badges", "1,000 badges with codes", "badges", 1000, 0.05},
	{"DOC-plain", "1,000 badges without codes", "plain", 1000, 1},
	{"DOC-10k", "10,000 badges with codes", "badges", 10_000, 0.05},
	{"DOC-list", "an attendance list of 10,000 rows", "list", 10_000, 1},
	{"DOC-certificates", "1,000 certificates", "certificates", 1000, 1},
}

const (
	thousandBadges = 0.2 // s, about
	documentMemory = 150 // MB
	// What took ReportLab longer is not drawn by it again in the next round.
	patience = 20 // s
)

//go:embed reportlab.py
var reportlab []byte

// drawn is what one document cost: seconds, MB at the peak, MB of file.
type drawn struct{ seconds, memory, size float64 }

// measureDocuments draws each document in a process of its own, with what Convene
// prints by and with ReportLab, the same people and the same kind of page.
func measureDocuments(ctx context.Context, s *stage, o options) ([]result, error) {
	p, err := openPress(ctx, filepath.Join(s.folder, "documents"))
	if err != nil {
		return nil, err
	}
	var all []result
	for _, d := range printed {
		input, err := p.input(d.people)
		if err != nil {
			return nil, err
		}
		var ours, beside []drawn
		for n := range o.rounds {
			fmt.Fprintf(os.Stderr, "%s, round %d of %d\n", d.what, n+1, o.rounds)
			mine, err := p.draw(ctx, d.kind, input, p.self, "-draw", d.kind, "-from", input)
			if err != nil {
				return nil, err
			}
			ours = append(ours, mine)
			if len(beside) > 0 && beside[0].seconds > patience {
				continue
			}
			theirs, err := p.draw(ctx, d.kind, input, p.python, p.script, d.kind, input)
			if err != nil {
				return nil, err
			}
			beside = append(beside, theirs)
		}
		all = append(all, judge(d.id, d.what, d.goal, middle(ours), middle(beside))...)
	}
	return all, nil
}

// judge makes the lines of one document.
func judge(id, what string, goal float64, ours, beside drawn) []result {
	time := atMost(id, what+", beside ReportLab", ours.seconds, beside.seconds, "s", goal)
	if id == "DOC-badges" {
		time.Goal += fmt.Sprintf(", ours about %g s", thousandBadges)
		time.Met = time.Met && ours.seconds <= 1.25*thousandBadges
	}
	return []result{time,
		{ID: id + "-MB", What: "of that, memory at the peak", Ours: ours.memory, Beside: beside.memory, Unit: "MB", Ratio: ours.memory / beside.memory,
			Goal: fmt.Sprintf("ours ≤ %d MB", documentMemory), Met: ours.memory <= documentMemory},
		{ID: id + "-file", What: "of that, the file", Ours: ours.size, Beside: beside.size, Unit: "MB", Ratio: ours.size / beside.size, Goal: "none", Met: true}}
}

// middle takes the median of each number by itself.
func middle(all []drawn) drawn {
	of := func(number func(drawn) float64) float64 {
		var each []float64
		for _, d := range all {
			each = append(each, number(d))
		}
		return median(each)
	}
	return drawn{of(func(d drawn) float64 { return d.seconds }), of(func(d drawn) float64 { return d.memory }), of(func(d drawn) float64 { return d.size })}
}

// press is where documents are drawn.
type press struct{ folder, self, python, script string }

func openPress(ctx context.Context, folder string) (*press, error) {
	p := &press{folder: folder, script: filepath.Join(folder, "draw.py")}
	var err error
	if p.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if p.python, err = findPython(ctx); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	return p, os.WriteFile(p.script, reportlab, 0o600)
}

// findPython finds an interpreter that has ReportLab and qrcode: the one of the
// system may have them where another stands first in the path.
func findPython(ctx context.Context) (string, error) {
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(ctx, name, "-c", "import reportlab, qrcode").Run() == nil {
			return name, nil
		}
	}
	return "", errors.New("documents are measured beside ReportLab: install python3-reportlab and python3-qrcode, or leave out \"documents\" with -only")
}

// draw runs one process to its end. It prints how many seconds it took and how many
// MB it held at most, which it reads itself: what the system counts for a child
// begins with the memory of its parent.
func (p *press) draw(ctx context.Context, kind, input, program string, args ...string) (drawn, error) {
	target := filepath.Join(p.folder, kind+".pdf")
	if program == p.self {
		args = append(args, "-to", target)
	} else {
		args = append(args, target)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	var said, wrong bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &wrong
	if err := cmd.Run(); err != nil {
		return drawn{}, fmt.Errorf("%s %s: %w\n%s", program, kind, err, wrong.Bytes())
	}
	var d drawn
	if _, err := fmt.Sscan(said.String(), &d.seconds, &d.memory); err != nil {
		return drawn{}, fmt.Errorf("%s %s said %q: %w", program, kind, said.String(), err)
	}
	file, err := os.Stat(target)
	if err != nil {
		return drawn{}, err
	}
	d.size = float64(file.Size()) / 1e6
	return d, nil
}
