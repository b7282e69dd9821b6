export const id = 577;
export const ids = [577];
export const modules = {

/***/ 5577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openConnections: () => (/* binding */ openConnections),
/* harmony export */   request: () => (/* binding */ request)
/* harmony export */ });
/* harmony import */ var undici_lib_api_api_request_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9312);
/* harmony import */ var undici_lib_dispatcher_env_http_proxy_agent_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7258);


function openConnections(timeout) {
    const tls = { timeout, rejectUnauthorized: true };
    return new undici_lib_dispatcher_env_http_proxy_agent_js__WEBPACK_IMPORTED_MODULE_1__({ connect: tls, requestTls: tls, proxyTls: tls, allowH2: false });
}
function request(connections, options) {
    return undici_lib_api_api_request_js__WEBPACK_IMPORTED_MODULE_0__.call(connections, options);
}


/***/ })

};
