package paper

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/person"
)

// BadgeDesign is a design an event can use. Own ones may be changed; those of the
// program may be copied.
type BadgeDesign struct {
	document.Design
	Own       bool
	UpdatedAt time.Time // of own ones
	UpdatedBy string    // name of the account; "" for the command line
}

// longestName is the longest name of a design.
const longestName = 40

// DesignName makes the name of a design out of what somebody typed: "Our badges" is
// our-badges. "" when nothing of it can stand in a name.
func DesignName(typed string) string {
	words := strings.FieldsFunc(strings.ToLower(person.Fold(typed)), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	name := strings.Join(words, "-")
	return strings.Trim(name[:min(len(name), longestName)], "-")
}

// Designs gives the designs of the program and then the event's own, by name.
func Designs(ctx context.Context, db bun.IDB, eventID int64) ([]BadgeDesign, error) {
	var list []BadgeDesign
	for _, d := range document.Designs() {
		list = append(list, BadgeDesign{Design: d})
	}
	own, err := ownDesigns(ctx, db, `where d.event_id = ? order by d.name`, eventID)
	return append(list, own...), err
}

// DesignNamed finds a design that the event can use; fault.NotFound when there is
// none of that name.
func DesignNamed(ctx context.Context, db bun.IDB, eventID int64, name string) (*BadgeDesign, error) {
	if d, ok := document.DesignNamed(name); ok {
		return &BadgeDesign{Design: d}, nil
	}
	own, err := ownDesigns(ctx, db, `where d.event_id = ? and d.name = ?`, eventID, name)
	if err != nil {
		return nil, err
	}
	if len(own) == 0 {
		return nil, fault.New(fault.NotFound, "There is no design of badges of that name.")
	}
	return &own[0], nil
}

func ownDesigns(ctx context.Context, db bun.IDB, where string, args ...any) ([]BadgeDesign, error) {
	var rows []struct {
		Body, By  string
		UpdatedAt time.Time
	}
	err := db.NewRaw(`/* paper.ownDesigns */ select d.body::text as body, d.updated_at, coalesce(a.name, '') as by
		from badge_design d left join account a on a.id = d.updated_by `+where, args...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read designs: %w", err)
	}
	list := make([]BadgeDesign, len(rows))
	for i, r := range rows {
		list[i] = BadgeDesign{Own: true, UpdatedAt: r.UpdatedAt, UpdatedBy: r.By}
		if err := json.Unmarshal([]byte(r.Body), &list[i].Design); err != nil {
			return nil, fmt.Errorf("read a design: %w", err)
		}
	}
	return list, nil
}

// AddDesign keeps a new design of an event. fault.Invalid: it has flaws, whose
// places are the fields, or its name is none or taken (the field "name").
func AddDesign(ctx context.Context, db bun.IDB, eventID int64, d document.Design, now time.Time, accountID int64) error {
	if err := checkDesign(d); err != nil {
		return err
	}
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("write a design: %w", err)
	}
	done, err := db.NewRaw(`/* paper.AddDesign */ insert into badge_design (event_id, name, body, updated_at, updated_by)
		values (?, ?, ?::jsonb, ?, nullif(?, 0)) on conflict on constraint badge_design_pkey do nothing`,
		eventID, d.Name, string(body), now, accountID).Exec(ctx)
	return oneRow(done, err, fault.WrongInput([]fault.Field{{Name: "name", Message: "There is a design of this name already. Give it another name."}}))
}

// SaveDesign replaces a design of the event's own. fault.Invalid as AddDesign;
// fault.NotFound when the event has none of that name.
func SaveDesign(ctx context.Context, db bun.IDB, eventID int64, d document.Design, now time.Time, accountID int64) error {
	if err := checkDesign(d); err != nil {
		return err
	}
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("write a design: %w", err)
	}
	done, err := db.NewRaw(`/* paper.SaveDesign */ update badge_design set body = ?::jsonb, updated_at = ?, updated_by = nullif(?, 0)
		where event_id = ? and name = ?`, string(body), now, accountID, eventID, d.Name).Exec(ctx)
	return oneRow(done, err, fault.New(fault.NotFound, "There is no design of badges of that name."))
}

// oneRow is the error of a statement, or none when it touched no row.
func oneRow(done sql.Result, err, none error) error {
	if err != nil {
		return fmt.Errorf("write a design: %w", err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, none)
	}
	return nil
}

func checkDesign(d document.Design) error {
	if _, taken := document.DesignNamed(d.Name); taken {
		return fault.WrongInput([]fault.Field{{Name: "name", Message: "A design of the program has this name. Give yours another one."}})
	}
	if d.Name == "" || DesignName(d.Name) != d.Name {
		return fault.WrongInput([]fault.Field{{Name: "name", Message: "Give the design a name of Latin letters or digits."}})
	}
	return fault.WrongInput(FlawFields(d.Check()))
}

// FlawFields gives the flaws of a design as the fields of a form, by their places.
func FlawFields(flaws document.Flaws) []fault.Field {
	fields := make([]fault.Field, len(flaws))
	for i, f := range flaws {
		fields[i] = fault.Field{Name: f.Where, Message: f.Problem, Args: f.Args}
	}
	return fields
}

// DeleteDesign drops a design of the event's own. Roles that had it have the one of
// everybody again, and everybody the program's first.
func DeleteDesign(ctx context.Context, db *bun.DB, eventID int64, name string) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		done, err := tx.NewRaw(`/* paper.DeleteDesign */ delete from badge_design where event_id = ? and name = ?`, eventID, name).Exec(ctx)
		if err := oneRow(done, err, fault.New(fault.NotFound, "There is no design of badges of that name.")); err != nil {
			return err
		}
		_, err = tx.NewRaw(`/* paper.DeleteDesign choice */ delete from badge_choice where event_id = ? and design = ?`, eventID, name).Exec(ctx)
		return err
	})
}

// DefaultDesign is the name of the design of events that have chosen none. Reading
// the program's designs for it each time would take longer than all else.
var DefaultDesign = document.Designs()[0].Name

// Choice says which design each role has; the role "" is everybody whose role has
// none of its own.
type Choice map[string]string

// Of is the name of the design of a role.
func (c Choice) Of(role string) string {
	for _, r := range []string{role, ""} {
		if c[r] != "" {
			return c[r]
		}
	}
	return DefaultDesign
}

// ChoiceOf reads which designs an event has chosen.
func ChoiceOf(ctx context.Context, db bun.IDB, eventID int64) (Choice, error) {
	var rows []struct{ Role, Design string }
	if err := db.NewRaw(`/* paper.ChoiceOf */ select role, design from badge_choice where event_id = ?`, eventID).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the choice of designs: %w", err)
	}
	c := Choice{}
	for _, r := range rows {
		c[r.Role] = r.Design
	}
	return c, nil
}

// DesignForAll is the one that an event has chosen for everybody.
func DesignForAll(ctx context.Context, db bun.IDB, eventID int64) (document.Design, error) {
	choice, err := ChoiceOf(ctx, db, eventID)
	if err != nil {
		return document.Design{}, err
	}
	d, err := DesignNamed(ctx, db, eventID, choice.Of(""))
	if fault.Is(err, fault.NotFound) { // it was deleted while it was chosen
		return document.Designs()[0], nil
	}
	if err != nil {
		return document.Design{}, err
	}
	return d.Design, nil
}

// SaveChoice replaces the choice of an event; roles without a design have that of
// everybody. fault.Invalid: a design that the event cannot use; the field is
// "design-" and the role.
func SaveChoice(ctx context.Context, db *bun.DB, eventID int64, c Choice) error {
	designs, err := Designs(ctx, db, eventID)
	if err != nil {
		return err
	}
	var wrong []fault.Field
	for role, name := range c {
		if name != "" && !slices.ContainsFunc(designs, func(d BadgeDesign) bool { return d.Name == name }) {
			wrong = append(wrong, fault.Field{Name: "design-" + role, Message: "Choose a design of the list."})
		}
	}
	if len(wrong) > 0 {
		return fault.WrongInput(wrong)
	}
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewRaw(`/* paper.SaveChoice */ delete from badge_choice where event_id = ?`, eventID).Exec(ctx); err != nil {
			return err
		}
		for role, name := range c {
			if name == "" {
				continue
			}
			if _, err := tx.NewRaw(`/* paper.SaveChoice */ insert into badge_choice (event_id, role, design) values (?, ?, ?)`, eventID, role, name).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}
