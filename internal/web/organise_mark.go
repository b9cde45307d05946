package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/presence"
)

// markStates are what a field of the form may say.
var markStates = map[string]bool{presence.Present: true, presence.Absent: true, presence.Cleared: true}

// submitMarking takes the form of the list, or the field above it that a scanner
// types into.
func (s *Server) submitMarking(c echo.Context) error {
	m, err := s.markingOf(c)
	if err != nil {
		return err
	}
	switch c.FormValue("do") {
	case "find":
		return s.submitFind(c, m)
	case "anyway":
		return s.submitAnyway(c, m)
	}
	marks := m.marks(c.Request().PostForm)
	n, err := s.mark(c, m, marks)
	if err != nil {
		return err
	}
	if wantsJSON(c.Request()) {
		now := m.count()
		return c.JSON(http.StatusOK, map[string]any{"saved": n, "count": countText(s.printer(c), now), "bar": barOf(now)})
	}
	p := s.printer(c)
	said, kind := p.N("%d mark is saved.", "%d marks are saved.", n, n), "done"
	if n == 0 {
		said, kind = p.T("Nothing was changed on this page, so nothing was saved."), "info"
	}
	return s.orSeeOther(c, s.tell(c, kind, said), m.back(c))
}

// back is the page of the list that the form came from.
func (m *marking) back(c echo.Context) string {
	from, _ := strconv.Atoi(c.QueryParam("from"))
	return m.page(from)
}

// page is the address of the part of a long list that begins with a row.
func (m *marking) page(from int) string {
	join := "?"
	if m.Slot != "" {
		join = "&"
	}
	if from <= 1 {
		return m.url()
	}
	return m.url() + join + "from=" + strconv.Itoa(from)
}

// marks reads a form. A field's name says what the page showed, "n12", and its
// value what is true: rows that were left as they were say nothing, so that they
// overwrite nobody's mark.
func (m *marking) marks(typed url.Values) []presence.Mark {
	var marks []presence.Mark
	for name, values := range typed {
		if len(name) < 2 || !markStates[values[0]] {
			continue
		}
		id, err := strconv.ParseInt(name[1:], 10, 64)
		if err != nil || name[:1] == shownLetters[strings.TrimSuffix(values[0], presence.Cleared)] || !strings.Contains("pan", name[:1]) || m.sheet.Find(id) == nil {
			continue
		}
		marks = append(marks, m.markOf(id, values[0], presence.FromSheet))
	}
	return marks
}

func (m *marking) markOf(registrationID int64, state, how string) presence.Mark {
	return presence.Mark{RegistrationID: registrationID, ActivityID: m.Activity.ID, Slot: m.Slot, State: state, How: how}
}

// mark writes marks, notes it and reads the list again.
func (s *Server) mark(c echo.Context, m *marking, marks []presence.Mark) (int, error) {
	ctx := c.Request().Context()
	n, err := presence.Write(ctx, s.db, s.Now(), m.account.ID, m.Event.ID, marks)
	if err != nil || n == 0 {
		return n, err
	}
	return n, s.noted(c, m, "presence", n)
}

// noted records a deed on the list and reads it again.
func (s *Server) noted(c echo.Context, m *marking, action string, marks int) error {
	ctx := c.Request().Context()
	object := strings.TrimSuffix(m.Event.Slug+"/"+m.Activity.Code+"/"+m.Slot, "/")
	if err := account.Record(ctx, s.db, s.Now(), m.account.ID, action, object, map[string]int{"marks": marks}); err != nil {
		return err
	}
	return s.readMarking(ctx, m)
}
