package web

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/locale"
	"convene/internal/presence"
)

// presenceView is one mark or correction in words.
type presenceView struct {
	What, Words, At string
	Current         bool // what holds now
}

// addPresence puts where somebody was into words, the newest first.
func (s *Server) addPresence(c echo.Context, p *registeredPage) error {
	ctx := c.Request().Context()
	history, err := presence.History(ctx, s.db, p.Registration.ID)
	if err != nil {
		return err
	}
	names, seen := map[int64]string{}, map[string]bool{}
	for _, r := range slices.Backward(history) {
		a := p.Programme.ByID(r.ActivityID)
		if a == nil {
			continue
		}
		if _, known := names[r.AccountID]; !known {
			if names[r.AccountID], err = s.actorName(ctx, p.Printer, "account:"+strconv.FormatInt(r.AccountID, 10)); err != nil {
				return err
			}
		}
		what := markedName(p.Printer, p.Programme, a, r.Slot)
		p.Presence = append(p.Presence, presenceView{What: what, At: p.Moment(r.At.In(p.Programme.Event.Zone())), Current: !seen[a.Code+r.Slot],
			Words: presenceWords(p.Printer, r, names[r.AccountID])})
		seen[a.Code+r.Slot] = true
	}
	return nil
}

// presenceWords says what was recorded, how and by whom.
func presenceWords(p *locale.Printer, r presence.Record, by string) string {
	switch {
	case r.State == presence.Cleared:
		return p.T("Mark taken back by %s", by)
	case r.State == presence.Absent:
		return p.T("Absent, marked by %s", by)
	case r.How == presence.ByScan:
		return p.T("Present, badge scanned by %s", by)
	case r.How == presence.AtDoor:
		return p.T("Present, registered at the door by %s", by)
	}
	return p.T("Present, marked by %s", by)
}
