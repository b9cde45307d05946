package registration

import (
	"context"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"convene/internal/locale"
	"convene/internal/person"
)

// Filter narrows a list of registrations. Empty fields do not filter. Query is
// matched word by word in any script; Activity is a code, ActivityState what
// became of it ("" is taken or waiting).
type Filter struct {
	Query, State, Activity, ActivityState, Country string
	AuthorityID                                    int64
	Contingent                                     int64  // who holds a place of it
	Sort                                           string // name, country, authority, submitted or state
	Locale                                         string // of the reader: countries sort by the name shown
	Descending                                     bool
	Limit, Offset                                  int
}

// Row is one line of the list.
type Row struct {
	Registration
	Places []Place
}

// orders are the columns a list can be sorted by. Names sort by their Latin
// spelling, so that one order holds for all scripts.
var orders = map[string]string{
	"name":      `lower(coalesce(nullif(r.latin_name, ''), r.badge_name))`,
	"country":   `array_position(?, r.country)`,
	"authority": `lower(coalesce(a.name, r.organisation))`,
	"submitted": `r.created_at`,
	"state":     `r.state`,
}

// Sorts are the names Filter.Sort may have.
var Sorts = []string{"name", "country", "authority", "submitted", "state"}

// List finds registrations of an event and counts all that match.
func List(ctx context.Context, db bun.IDB, eventID int64, f Filter) (rows []Row, total int, err error) {
	where, args := f.where(eventID)
	err = db.NewRaw(`/* registration.List count */ select count(*) from registration r where `+where, args...).Scan(ctx, &total)
	if err != nil || total == 0 {
		return nil, total, err
	}
	found, err := registrations(ctx, db, `/* registration.List */`+selectSQL+`where `+where+f.orderBy(), append(append(args, f.orderArgs()...), f.limit(), max(f.Offset, 0))...)
	if err != nil {
		return nil, 0, err
	}
	rows, err = withPlaces(ctx, db, found)
	return rows, total, err
}

func withPlaces(ctx context.Context, db bun.IDB, found []Registration) ([]Row, error) {
	ids := make([]int64, len(found))
	for i := range found {
		ids[i] = found[i].ID
	}
	places, err := placesOf(ctx, db, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(found))
	for i := range found {
		rows[i] = Row{Registration: found[i], Places: places[found[i].ID]}
	}
	return rows, nil
}

func (f Filter) limit() int {
	if f.Limit <= 0 {
		return 50
	}
	return f.Limit
}

func (f Filter) orderBy() string {
	order, ok := orders[f.Sort]
	if !ok {
		order = orders["submitted"]
	}
	if f.Descending {
		order += " desc"
	}
	return " order by " + order + ", r.id limit ? offset ?"
}

// orderArgs are the values of the order: the countries as the reader has them in order.
func (f Filter) orderArgs() []any {
	if f.Sort != "country" {
		return nil
	}
	var codes []string
	for _, c := range locale.For(f.Locale).Countries() {
		codes = append(codes, c.Code)
	}
	return []any{pgdialect.Array(codes)}
}

func (f Filter) where(eventID int64) (string, []any) {
	where, args := []string{"r.event_id = ?"}, []any{eventID}
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	for _, word := range strings.Fields(person.Fold(f.Query)) {
		add(`r.search like ?`, "%"+likeEscape.Replace(word)+"%")
	}
	if f.State != "" {
		add("r.state = ?", f.State)
	}
	if f.Country != "" {
		add("r.country = ?", f.Country)
	}
	if f.AuthorityID != 0 {
		add("r.authority_id = ?", f.AuthorityID)
	}
	if f.Contingent != 0 {
		add("exists (select from place l where l.registration_id = r.id and l.contingent_id = ?)", f.Contingent)
	}
	f.whereActivity(eventID, add)
	return strings.Join(where, " and "), args
}

func (f Filter) whereActivity(eventID int64, add func(string, ...any)) {
	if f.Activity == "" {
		return
	}
	states := []string{"confirmed", "held", "offered", "waiting"}
	if f.ActivityState != "" {
		states = []string{f.ActivityState}
	}
	add(`exists (select from place l join activity x on x.id = l.activity_id
  where l.registration_id = r.id and x.event_id = ? and x.code = ? and l.state in (?))`, eventID, f.Activity, bun.List(states))
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
