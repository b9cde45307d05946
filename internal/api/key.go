package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"

	"convene/internal/account"
)

// Keyed is the header of every write.
type Keyed struct {
	Key string `header:"Idempotency-Key" pattern:"^[!-~]{1,255}$" doc:"Yours to choose, a UUID for example. For 24 hours the same key gets the first answer again."`
}

// claim gives the key under which the desk keeps the outcome; "" without a
// header. Keys of two accounts are never the same. The claim comes after the
// request was found right: one that was refused for its form may be mended and
// sent again with its key.
func (s *Server) claim(ctx context.Context, v *visit, k Keyed, operation string, request any) (string, error) {
	if k.Key == "" {
		return "", nil
	}
	body, err := json.Marshal(request)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(operation+"\x00"), body...))
	id := v.bearer.Account.ID
	if err := account.ClaimKey(ctx, s.db, s.Now(), id, k.Key, sum[:]); err != nil {
		return "", &coded{code: "key-reused", err: err}
	}
	return "api:" + strconv.FormatInt(id, 10) + ":" + k.Key, nil
}

// actor is who did it, as the history says.
func (v *visit) actor() string { return "account:" + strconv.FormatInt(v.bearer.Account.ID, 10) }
