package presence

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// Header is what stands above the sheets of an event that is paid for by a
// project: its name, its number, the line that names the funder, and logos.
type Header struct {
	Project, Number, Funding string
	Logos                    []Logo `bun:"-"`
}

// Logo is a picture of a header, PNG or JPEG.
type Logo struct {
	ID   int64
	Body []byte
}

// MostLogos is how many logos fit beside each other.
const MostLogos = 4

// HeaderOf reads the header of an event's sheets, an empty one when there is none.
func HeaderOf(ctx context.Context, db bun.IDB, eventID int64) (*Header, error) {
	var found []Header
	if err := db.NewRaw(`/* presence.HeaderOf */ select project, number, funding from sheet_header where event_id = ?`, eventID).Scan(ctx, &found); err != nil {
		return nil, err
	}
	h := &Header{}
	if len(found) > 0 {
		h = &found[0]
	}
	err := db.NewRaw(`/* presence.logos */ select id, body from sheet_logo where event_id = ? order by id`, eventID).Scan(ctx, &h.Logos)
	return h, err
}

// SetHeader keeps the words of a header.
func SetHeader(ctx context.Context, db bun.IDB, now time.Time, eventID int64, h Header) error {
	_, err := db.NewRaw(`/* presence.SetHeader */ insert into sheet_header (event_id, project, number, funding, updated_at) values (?, ?, ?, ?, ?)
on conflict (event_id) do update set project = excluded.project, number = excluded.number, funding = excluded.funding, updated_at = excluded.updated_at`,
		eventID, h.Project, h.Number, h.Funding, now).Exec(ctx)
	return err
}

// AddLogo keeps one more logo, which package document has found to be one.
// fault.Invalid: there are MostLogos already.
func AddLogo(ctx context.Context, db bun.IDB, eventID int64, body []byte) error {
	result, err := db.NewRaw(`/* presence.AddLogo */ insert into sheet_logo (event_id, body) select ?0, ?1
where (select count(*) from sheet_logo where event_id = ?0) < ?2`, eventID, body, MostLogos).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.WrongInput([]fault.Field{{Name: "logo", Message: "There is room for %d logos. Remove one first.", Args: []any{MostLogos}}})
}

// RemoveLogo takes a logo away; one that is gone already is no error.
func RemoveLogo(ctx context.Context, db bun.IDB, eventID, id int64) error {
	_, err := db.NewRaw(`/* presence.RemoveLogo */ delete from sheet_logo where event_id = ? and id = ?`, eventID, id).Exec(ctx)
	return err
}
