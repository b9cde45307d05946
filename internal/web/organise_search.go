package web

import (
	"crypto/rand"
	"slices"

	"github.com/labstack/echo/v4"
)

// keySearches is where the session keeps what was searched for.
const keySearches = "searches"

// mostSearches is how many searches a session remembers, for going back and for
// lists open side by side.
const mostSearches = 20

// search is what somebody searched for in an event. ID stands in addresses in its
// place: letters without meaning, good in this session only.
type search struct {
	ID    string
	Event int64
	Words string
}

// keepSearch remembers words and gives the id of the search; "" for no words.
func (s *Server) keepSearch(c echo.Context, eventID int64, words string) (string, error) {
	if words == "" {
		return "", nil
	}
	var kept []search
	s.recall(c, keySearches, &kept)
	same := func(k search) bool { return k.Event == eventID && k.Words == words }
	if i := slices.IndexFunc(kept, same); i >= 0 {
		return kept[i].ID, nil
	}
	id := rand.Text()[:8]
	kept = append(kept, search{id, eventID, words})
	return id, s.remember(c, keySearches, kept[max(0, len(kept)-mostSearches):])
}

// searched finds the words of a search; false when this session has forgotten it
// or never made it.
func (s *Server) searched(c echo.Context, eventID int64, id string) (string, bool) {
	var kept []search
	s.recall(c, keySearches, &kept)
	i := slices.IndexFunc(kept, func(k search) bool { return k.Event == eventID && k.ID == id })
	if i < 0 {
		return "", id == ""
	}
	return kept[i].Words, true
}
