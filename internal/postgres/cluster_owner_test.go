package postgres

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBlockedNamesTheClosedFolder(t *testing.T) {
	t.Parallel()
	top := filepath.Dir(folderFor(t))
	for folder, mode := range map[string]os.FileMode{"open": 0o755, "closed": 0o700, "closed/inner": 0o755} {
		if err := os.Mkdir(filepath.Join(top, folder), mode); err != nil {
			continue // the map's order is any: the outer one may come second
		}
	}
	if err := os.MkdirAll(filepath.Join(top, "closed", "inner"), 0o755); err != nil {
		t.Fatal(err)
	}
	stranger := &owner{uid: 54321, gid: 54321}
	for path, want := range map[string]string{
		"open":             "",
		"open/not-yet/x":   "",
		"closed":           "closed",
		"closed/inner/new": "closed",
	} {
		got := strings.TrimPrefix(strings.TrimPrefix(stranger.blocked(filepath.Join(top, path)), top), "/")
		if got != want {
			t.Errorf("on the way to %s the folder %q is closed, want %q", path, got, want)
		}
	}
	if got := (*owner)(nil).blocked(filepath.Join(top, "closed")); got != "" {
		t.Errorf("our own user is kept out of %s", got)
	}
}
