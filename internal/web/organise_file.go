package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/paper"
)

// sendFile answers with a file to keep. Its name is given twice: in ASCII for old
// programs and in UTF-8 for all others (RFC 6266, RFC 8187). No cache keeps it.
func sendFile(c echo.Context, name, contentType string, body []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", disposition(name))
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, contentType, body)
}

// noteTaken notes that people left the house on a file, before it is sent. A HEAD
// only asks whether there is something to take, and is not noted.
func (s *Server) noteTaken(c echo.Context, a *account.Account, action, object string, facts any) error {
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return account.Record(c.Request().Context(), s.db, s.Now(), a.ID, action, object, facts)
}

// handOut notes who took a paper and sends it. object is what of the event it is.
func (s *Server) handOut(c echo.Context, pr *event.Programme, a *account.Account, made *paper.Paper, object string) error {
	err := s.noteTaken(c, a, "print", pr.Event.Slug+"/"+object, map[string]int{"people": made.People})
	if err != nil {
		return err
	}
	return sendFile(c, made.Name, "application/pdf", made.Body)
}

func disposition(name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%/`, r) {
			return '_'
		}
		return r
	}, name)
	encoded := strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	return fmt.Sprintf("attachment; filename=%q; filename*=UTF-8''%s", ascii, encoded)
}
