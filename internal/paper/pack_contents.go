package paper

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/registration"
)

// badgeWork is how many rows of a list take as long as one badge.
const badgeWork = 4

// contents are all papers of the event. Badges come last: their print is noted when
// they are drawn, and little can go wrong after it.
func (p *packer) contents(taken map[string]registration.Breakdown) []packed {
	everybody := taken[event.RootCode].People
	var all []packed
	for i := range p.programme.Activities {
		a := &p.programme.Activities[i]
		if !HasSheet(a) {
			continue
		}
		people := everybody
		if a.Chosen {
			people = taken[a.Code].People
		}
		all = append(all, p.paper(p.T("lists"), p.T("List: %s", p.source(a).activityTitle()), people, Sheet, a.Code))
	}
	for _, k := range Kinds() {
		if k.Packed {
			all = append(all, p.paper(p.T("venue"), k.Title(p.Printer), everybody, k.Make, ""))
		}
	}
	return append(all, packed{folder: p.T("badges"), what: p.T("Badges"), work: badgeWork*everybody + 1, draw: p.badges})
}

// badges are a paper for each design that somebody's role has.
func (p *packer) badges(ctx context.Context, db *bun.DB) ([]*Paper, error) {
	o := BadgeOrder{Request: p.Request, AccountID: p.AccountID, PackID: p.PackID}
	b, err := choose(ctx, db, o.Request, o.Selection)
	if err != nil {
		return nil, err
	}
	batches, err := b.batches(ctx, db, o)
	if err != nil {
		return nil, err
	}
	var papers []*Paper
	for i := range batches {
		if len(batches) > 1 {
			o.Only = batches[i].Design.Name
		}
		made, err := b.print(ctx, db, &batches[i], o)
		if err != nil {
			return nil, err
		}
		papers = append(papers, made)
	}
	return papers, nil
}

// paper is a file of the pack that is drawn of one activity, or of the event.
func (p *packer) paper(folder, what string, people int, draw func(context.Context, bun.IDB, Request) (*Paper, error), activity string) packed {
	r := p.Request
	r.Activity = activity
	return packed{folder: folder, what: what, work: people + 1, draw: func(ctx context.Context, db *bun.DB) ([]*Paper, error) {
		made, err := draw(ctx, db, r)
		if err != nil {
			return nil, err
		}
		return []*Paper{made}, nil
	}}
}

// source is the pack's event, or an activity of it, as papers speak of it.
func (p *packer) source(a *event.Activity) *source {
	return &source{Printer: p.Printer, programme: p.programme, activity: a, now: p.Now.In(p.programme.Event.Zone())}
}

// readMe says what the pack is, from when, and who needs a look before printing.
func (p *packer) readMe() string {
	var b strings.Builder
	line := func(s string) { b.WriteString(s + "\r\n") }
	about := p.source(nil)
	line(about.eventTitle())
	if sample := about.sample(); sample != "" {
		line(sample)
	}
	line(about.asOf())
	line("")
	line(p.T("Print at actual size, not fitted to the page. Turn double-sided paper about its upright middle."))
	line(p.T("These papers name people. Destroy what is left over after the event, and this file with it."))
	if len(p.warnings) > 0 {
		line("")
		line(p.N("%d print needs a look:", "%d prints need a look:", len(p.warnings), len(p.warnings)))
	}
	for _, w := range p.warnings {
		line("- " + p.T("%s: %s", w.Name, p.T(w.Problem, w.Args...)))
	}
	return b.String()
}
