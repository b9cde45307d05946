package paper

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/registration"
)

// KindBadges is the kind of a print of badges.
const KindBadges = "badges"

// The sides that are printed: by default those that the design folds together.
const (
	Fronts    = "front"
	BothSides = "both"
)

// BadgeOrder asks for badges. Request.Activity narrows the selection.
type BadgeOrder struct {
	Request
	Selection
	Design    *document.Design // for everybody; nil: each has that of their role
	Only      string           // name of the design that is printed, when roles have several
	Sides     string           // Fronts, BothSides or ""
	First     int              // label of the first sheet to begin at, from 1
	AccountID int64            // who prints; 0: the command line
	PackID    int64            // the pack that it is for, if any
}

// BadgeNote is what the note of a print says of its badges. Searched tells that
// words were searched for: they may be a name, and are not kept.
type BadgeNote struct {
	Activity string `json:"activity,omitempty"`
	Role     string `json:"role,omitempty"`
	Country  string `json:"country,omitempty"`
	State    string `json:"state,omitempty"`
	Searched bool   `json:"searched,omitempty"`
	Picked   bool   `json:"picked,omitempty"`
	Again    int64  `json:"again,omitempty"`
	Sort     string `json:"sort,omitempty"`
	Turned   bool   `json:"turned,omitempty"`
	Design   string `json:"design"`
	Sides    string `json:"sides,omitempty"`
	First    int    `json:"first,omitempty"`
}

// Badges reads what the note of a print of badges says.
func (p Print) Badges() (n BadgeNote, err error) {
	err = json.Unmarshal(p.Selection, &n)
	return n, err
}

// BadgeBatch is the badges of one design, which is one PDF.
type BadgeBatch struct {
	Design   document.Design // as it is printed: without its back when that stays white
	TwoSided bool            // its backs are printed
	People   []Wearer
	Warnings []Warning
	Preview  document.Preview // of the first
}

// ReadyBadges lays out an order: a batch for each design, in the order of Designs,
// with whoever needs a look before it is printed. fault.NotFound: there is no such
// event, activity or print; fault.Conflict: a design has flaws.
func ReadyBadges(ctx context.Context, db bun.IDB, o BadgeOrder) ([]BadgeBatch, error) {
	b, err := choose(ctx, db, o.Request, o.Selection)
	if err != nil {
		return nil, err
	}
	batches, err := b.batches(ctx, db, o)
	if err != nil {
		return nil, err
	}
	for i := range batches {
		sheet, err := b.sheet(ctx, db, &batches[i], o)
		if err != nil {
			return nil, err
		}
		warnings, err := document.BadgeWarnings(sheet)
		if err != nil {
			return nil, flawed(batches[i].Design, err)
		}
		batches[i].Warnings = b.named(warnings)
		sheet.Badges = sheet.Badges[:min(1, len(sheet.Badges))]
		if previews, _, err := document.Previews(sheet); err == nil && len(previews) > 0 {
			batches[i].Preview = previews[0]
		}
	}
	return batches, nil
}

// PrintBadges makes the badges of an order by one design and notes the print; by a
// Design for everybody, nobody's badges are an empty page. fault.Conflict: they have
// several designs and Only names none, or nobody is left to print.
func PrintBadges(ctx context.Context, db *bun.DB, o BadgeOrder) (*Paper, error) {
	b, err := choose(ctx, db, o.Request, o.Selection)
	if err != nil {
		return nil, err
	}
	batches, err := b.batches(ctx, db, o)
	switch {
	case err != nil:
		return nil, err
	case len(batches) > 1:
		return nil, fault.New(fault.Conflict, "These people have badges of %d designs. Print one design at a time.", len(batches))
	case len(batches) == 0:
		return nil, fault.New(fault.Conflict, "There is no badge to print.")
	}
	return b.print(ctx, db, &batches[0], o)
}

// print draws a batch and notes it: both or neither.
func (b *badging) print(ctx context.Context, db *bun.DB, batch *BadgeBatch, o BadgeOrder) (*Paper, error) {
	made, err := b.draw(ctx, db, batch, o)
	if err != nil {
		return nil, err
	}
	return made, db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		id, err := RecordPrint(ctx, tx, PrintNote{EventID: o.EventID, AccountID: o.AccountID, PackID: o.PackID, At: o.Now, Kind: KindBadges,
			Selection: o.note(batch), People: len(batch.People), Body: made.Body})
		if err != nil {
			return err
		}
		return b.noteBadges(ctx, tx, id, batch)
	})
}

func (b *badging) draw(ctx context.Context, db bun.IDB, batch *BadgeBatch, o BadgeOrder) (*Paper, error) {
	sheet, err := b.sheet(ctx, db, batch, o)
	if err != nil {
		return nil, err
	}
	name := "badges"
	if o.Only != "" {
		name += "-" + o.Only
	}
	made, err := b.write(name, func(w io.Writer) ([]document.Warning, error) { return document.Badges(w, sheet) })
	return made, flawed(batch.Design, err)
}

// batches parts the people of a selection by their designs.
func (b *badging) batches(ctx context.Context, db bun.IDB, o BadgeOrder) ([]BadgeBatch, error) {
	if o.Design != nil {
		return []BadgeBatch{o.batch(*o.Design, b.wearers)}, nil
	}
	designs, err := Designs(ctx, db, o.EventID)
	if err != nil {
		return nil, err
	}
	people := map[string][]Wearer{}
	for _, w := range b.wearers {
		if !slices.ContainsFunc(designs, func(d BadgeDesign) bool { return d.Name == w.Design }) {
			w.Design = designs[0].Name // it was deleted while it was chosen
		}
		people[w.Design] = append(people[w.Design], w)
	}
	var batches []BadgeBatch
	for _, d := range designs {
		if len(people[d.Name]) > 0 && (o.Only == "" || o.Only == d.Name) {
			batches = append(batches, o.batch(d.Design, people[d.Name]))
		}
	}
	return batches, nil
}

// batch is people by a design with the sides that are asked for.
func (o BadgeOrder) batch(d document.Design, people []Wearer) BadgeBatch {
	two := len(d.Back) > 0 && (o.Sides == BothSides || o.Sides == "" && d.Fold != "")
	if !two {
		d = d.OneSided()
	}
	return BadgeBatch{Design: d, TwoSided: two, People: people}
}

// sheet fills the badges of a batch, which become the people of the paper.
func (b *badging) sheet(ctx context.Context, db bun.IDB, batch *BadgeBatch, o BadgeOrder) (document.BadgeSheet, error) {
	b.people = make([]registration.Attendee, len(batch.People))
	for i, w := range batch.People {
		b.people[i] = w.Attendee
	}
	sheet := b.badgeSheet()
	sheet.Design, sheet.Skip = &batch.Design, o.First-1
	if programme, bus := shown(batch.Design); programme || bus {
		if err := b.readHeld(ctx, db); err != nil {
			return sheet, err
		}
		b.addProgrammes(&sheet)
	}
	return sheet, nil
}

// flawed says that a design cannot be printed by: it was kept by another version of
// the program, or comes from a file.
func flawed(d document.Design, err error) error {
	if flaws := (document.Flaws{}); errors.As(err, &flaws) {
		return &fault.Error{Kind: fault.Conflict, Message: "The design %s has mistakes. Correct it or choose another one.", Args: []any{d.Name}, Err: err}
	}
	return err
}

func (o BadgeOrder) note(batch *BadgeBatch) BadgeNote {
	n := BadgeNote{Activity: o.Activity, Role: o.Role, Country: o.Country, State: o.State, Searched: o.Words != "", Picked: o.References != nil,
		Again: o.Print, Sort: o.Sort, Turned: o.Descending, Design: batch.Design.Name, Sides: Fronts, First: o.First}
	if batch.TwoSided {
		n.Sides = BothSides
	}
	return n
}

// noteBadges notes what stood on each badge of a print.
func (b *badging) noteBadges(ctx context.Context, tx bun.Tx, printID int64, batch *BadgeBatch) error {
	programme, bus := shown(batch.Design)
	programmes := b.programmeHashes()
	ids, wordings, own := make([]int64, len(b.people)), make([]string, len(b.people)), make([]string, len(b.people))
	for i, p := range b.people {
		ids[i], wordings[i] = p.RegistrationID, b.wordingHash(p)
		if programme || bus {
			own[i] = programmes(p.RegistrationID)
		}
	}
	_, err := tx.NewRaw(`/* paper.noteBadges */ insert into printed_badge (print_id, registration_id, wording, programme)
		select ?, t.id, decode(t.wording, 'hex'), decode(nullif(t.own, ''), 'hex')
		from unnest(?::bigint[], ?::text[], ?::text[]) as t (id, wording, own)`,
		printID, pgdialect.Array(ids), pgdialect.Array(wordings), pgdialect.Array(own)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note the badges of a print: %w", err)
	}
	return nil
}
