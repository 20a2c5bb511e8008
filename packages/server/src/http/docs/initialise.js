/* global SwaggerUIBundle */
// Nothing is asked of anybody else: no validator, no fonts, no host but this one.
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#interface',
  deepLinking: true,
  displayRequestDuration: true,
  filter: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
})
