export const id = 313;
export const ids = [313];
export const modules = {

/***/ 1313:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   fetchOver: () => (/* binding */ fetchOver)
/* harmony export */ });
const MOVED = [301, 302, 307, 308];
const MAX_MOVES = 3;
function fetchOver(connections) {
    return async (address, options) => {
        let url = new URL(address);
        for (let moves = 0;; moves += 1) {
            const { method, headers, body = null, signal = null } = options;
            const { origin, pathname, search } = url;
            const answer = await connections.request({
                origin,
                path: pathname + search,
                method,
                headers,
                body,
                signal,
            });
            if (!MOVED.includes(answer.statusCode))
                return answerOf(url, answer);
            await answer.body.dump();
            const location = new URL(String(answer.headers['location'] ?? ''), url);
            if (location.origin !== origin || moves === MAX_MOVES)
                throw new Error('GitHub redirects elsewhere.');
            url = location;
        }
    };
}
function answerOf(url, { statusCode, headers, body }) {
    return {
        status: statusCode,
        url: url.href,
        headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        text: () => body.text(),
        arrayBuffer: () => body.arrayBuffer(),
    };
}


/***/ })

};
