package main

import (
	"encoding/json"
	"errors"
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
)

const maxBody = 1 << 20

// api answers the routes. Without a database users and tokens are nil and
// GET /user answers 503.
type api struct {
	users  *users
	tokens *tokens
}

type problem struct {
	Error string `json:"error"`
}

type greeting struct {
	Message string `json:"message"`
}

type health struct {
	Status string `json:"status"`
}

func (a *api) router() (http.Handler, error) {
	if err := registerRules(); err != nil {
		return nil, err
	}
	gin.SetMode(gin.ReleaseMode)
	// gin.Default would add an access log.
	router := gin.New()
	router.Use(gin.Recovery())
	// Nothing stands in front, so no header may claim the client's address.
	if err := router.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	router.GET("/health", func(c *gin.Context) {
		c.JSON(http.StatusOK, health{Status: "ok"})
	})
	router.GET("/hello", func(c *gin.Context) {
		c.JSON(http.StatusOK, greeting{Message: "Hello, World!"})
	})
	router.POST("/orders", a.postOrder)
	router.GET("/user", a.getUser)
	return router, nil
}

func (a *api) postOrder(c *gin.Context) {
	if c.ContentType() != gin.MIMEJSON {
		c.JSON(http.StatusUnsupportedMediaType, problem{"the body must be application/json"})
		return
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxBody)
	var o order
	if err := c.ShouldBindWith(&o, wholeJSON{}); err != nil {
		c.JSON(statusOf(err), problem{err.Error()})
		return
	}
	c.JSON(http.StatusOK, priceOrder(&o))
}

// statusOf tells a body that is too large from one that is not JSON, and both
// from JSON that breaks a rule.
func statusOf(err error) int {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return http.StatusRequestEntityTooLarge
	}
	if _, malformed := errors.AsType[*json.SyntaxError](err); malformed {
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
}

func (a *api) getUser(c *gin.Context) {
	if a.users == nil {
		c.JSON(http.StatusServiceUnavailable, problem{"no database configured"})
		return
	}
	email, ok := a.tokens.verifiedEmail(c.GetHeader("Authorization"))
	if !ok {
		c.JSON(http.StatusUnauthorized, problem{"unauthorized"})
		return
	}
	found, err := a.users.byEmail(c.Request.Context(), email)
	switch {
	case errors.Is(err, errNoUser):
		c.JSON(http.StatusNotFound, problem{"not found"})
	case err != nil:
		log.Printf("GET /user: %v", err)
		c.JSON(http.StatusInternalServerError, problem{"internal error"})
	default:
		c.JSON(http.StatusOK, found)
	}
}
