package paper

import (
	"context"
	"io"

	"github.com/uptrace/bun"

	"convene/internal/document"
)

// How many chairs a row can have, and has unless somebody says otherwise.
const (
	FewestPerRow = 2
	UsualPerRow  = 12
	MostPerRow   = 60
)

// Seating makes the list of who sits where, by authority.
func Seating(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := load(ctx, db, r)
	if err != nil {
		return nil, err
	}
	if r.PerRow == 0 {
		r.PerRow = UsualPerRow
	}
	list := document.Seating{Event: s.eventTitle(), Activity: s.activityTitle(), When: s.when(), Where: s.where(), Lang: s.Lang(),
		Sample: s.sample(), AsOf: s.asOf(), Labels: s.seatingLabels(), People: len(s.people)}
	list.Rows, list.Delegations = seat(s.groups(), max(FewestPerRow, min(r.PerRow, MostPerRow)))
	return s.write("seating", func(w io.Writer) ([]document.Warning, error) { return document.SeatingList(w, list) })
}

// seat fills rows of chairs with delegations in their order. One that does not fit
// what is left of a row begins the next; only one larger than a row is split.
func seat(groups []document.CountryGroup, perRow int) (rows []document.SeatRow, delegations int) {
	used := perRow
	for _, g := range groups {
		for _, b := range g.Bodies {
			delegations++
			if used+len(b.People) > perRow {
				rows, used = append(rows, document.SeatRow{}), 0
			}
			for left := b.People; len(left) > 0; {
				if used == perRow {
					rows, used = append(rows, document.SeatRow{}), 0
				}
				n := min(perRow-used, len(left))
				row := &rows[len(rows)-1]
				row.Groups = append(row.Groups, document.SeatGroup{Country: g.Country, Body: b.Name, First: used + 1,
					Continued: len(left) < len(b.People), People: left[:n]})
				used, left = used+n, left[n:]
			}
		}
	}
	return rows, delegations
}

func (s *source) seatingLabels() document.SeatingLabels {
	return document.SeatingLabels{
		ListLabels: s.listLabels(),
		Title:      s.T("Seating by authority"),
		When:       s.T("When"),
		Where:      s.T("Where"),
		Row:        s.T("Row %d", asIs...),
		Group:      s.T("%s, %s: %d people, seats %d to %d", asIs...),
		GroupOne:   s.T("%s, %s: 1 person, seat %d", asIs...),
		Seat:       s.T("Seat"),
		Function:   s.T("Function"),
		Total:      s.T("Delegations: %d. People: %d.", asIs...),
	}
}
