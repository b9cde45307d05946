package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/presence"
)

// frozen puts a frozen list into words.
func (p *sheetsPage) frozen(k presence.Kept) frozenView {
	a, zone := p.Programme.ByID(k.ActivityID), p.Programme.Event.Zone()
	v := frozenView{Kept: k, Name: listName(p.Printer, p.Programme, a, k.Slot), At: p.Moment(k.FrozenAt.In(zone)),
		FileURL: p.Base + "/sheets/frozen/" + strconv.FormatInt(k.ID, 10)}
	key, err := presence.KeyOf(p.Programme, a, k.Slot)
	if err == nil {
		what := a.Code
		if k.Slot != "" {
			what = k.Slot
		}
		v.PDFURL = p.Base + "/sheets.pdf?" + url.Values{"what": {what}, "column": {"number", "function", "desk", "signature"}}.Encode()
	}
	if err != nil || !key.StartsAt.Equal(k.StartsAt) {
		v.Moved = p.T("The programme has moved since. The list stays as it was at %s.", p.Moment(k.StartsAt.In(zone)))
	}
	return v
}

// listName is an activity, or a half-day of the whole event.
func listName(p *locale.Printer, pr *event.Programme, a *event.Activity, slot string) string {
	if a.Kind != event.KindEvent {
		return activityName(p, pr, a)
	}
	if h, ok := pr.HalfDayNamed(slot); ok {
		return h.Words(p)
	}
	return slot
}

// sendFrozenList sends a frozen list as the file whose checksum is on its sheets.
func (s *Server) sendFrozenList(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	ctx := c.Request().Context()
	sheet, err := presence.FrozenByID(ctx, s.db, pr, id)
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(pr.Event.Slug+"-"+sheet.Activity.Code+"-"+sheet.Slot, "-") + "-frozen.csv"
	facts := map[string]any{"people": len(sheet.Rows), "checksum": sheet.Checksum}
	if err := s.noteTaken(c, a, "frozen-list", pr.Event.Slug+"/"+name, facts); err != nil {
		return err
	}
	return sendFile(c, name, "text/csv; charset=utf-8", sheet.File(pr))
}

// submitChecksum says which list a checksum belongs to, and whether that list is
// still what it was.
func (s *Server) submitChecksum(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	ctx, typed := c.Request().Context(), c.Request().PostForm
	sum := strings.ToLower(strings.Join(strings.Fields(typed.Get("checksum")), ""))
	kept, err := presence.Frozen(ctx, s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p := s.printer(c)
	found, matches := p.T("No frozen list of this event has this checksum."), false
	for _, k := range kept {
		if k.Checksum != sum {
			continue
		}
		sheet, err := presence.FrozenByID(ctx, s.db, pr, k.ID)
		if err != nil {
			return err
		}
		found, matches = s.proved(c, pr, sheet)
	}
	facts := map[string]any{"matches": matches}
	if checksum.MatchString(sum) { // anything else may be a name
		facts["checksum"] = sum
	}
	if err := account.Record(ctx, s.db, s.Now(), a.ID, "checksum", pr.Event.Slug, facts); err != nil {
		return err
	}
	return s.askSheets(c, pr, typed, nil, found)
}

var checksum = regexp.MustCompile(`^[0-9a-f]{64}$`)

// proved reckons the checksum of a list anew.
func (s *Server) proved(c echo.Context, pr *event.Programme, sheet *presence.Sheet) (string, bool) {
	p := s.printer(c)
	name := listName(p, pr, sheet.Activity, sheet.Slot)
	if sum := sha256.Sum256(sheet.File(pr)); hex.EncodeToString(sum[:]) != sheet.Checksum {
		return p.T("This is the checksum of “%s”, but the list kept here is no longer what it was. Tell whoever runs Convene.", name), false
	}
	return p.N("The checksum is right: “%s”, %d person, frozen on %s.", "The checksum is right: “%s”, %d people, frozen on %s.", len(sheet.Rows),
		name, len(sheet.Rows), p.Moment(sheet.FrozenAt)), true
}
