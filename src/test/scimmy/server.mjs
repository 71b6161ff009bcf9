// A SCIM 2.0 provider made of scimmy and scimmy-routers, which keeps everything in memory: node server.mjs TOKEN
// Listens on loopback, on a free port, and prints it. What it stores is what the library makes of a request; nothing is bent here.
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const [token] = process.argv.slice(2);

function kept(Resource, uniqueBy) {
    const all = new Map();
    let next = 1;
    Resource.ingress((resource, instance) => {
        const given = JSON.parse(JSON.stringify(instance));
        const id = resource.id ?? String(next);
        if (resource.id && !all.has(id)) throw new SCIMMY.Types.Error(404, null, `${id} does not exist`);
        for (const [other, each] of all) {
            if (other !== id && String(each[uniqueBy]).toLowerCase() === String(given[uniqueBy]).toLowerCase())
                throw new SCIMMY.Types.Error(409, "uniqueness", `${uniqueBy} '${given[uniqueBy]}' is taken`);
        }
        if (!resource.id) next++;
        const now = new Date();
        const meta = {created: all.get(id)?.meta.created ?? now, lastModified: now};
        all.set(id, {...given, id, meta});
        return all.get(id);
    });
    Resource.egress((resource) => {
        if (resource.id) {
            if (!all.has(resource.id)) throw new SCIMMY.Types.Error(404, null, `${resource.id} does not exist`);
            return all.get(resource.id);
        }
        const list = [...all.values()];
        return resource.filter ? resource.filter.match(list) : list;
    });
    Resource.degress((resource) => {
        if (!all.delete(resource.id)) throw new SCIMMY.Types.Error(404, null, `${resource.id} does not exist`);
    });
}

SCIMMY.Resources.declare(SCIMMY.Resources.User);
SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.declare(SCIMMY.Resources.Group);
kept(SCIMMY.Resources.User, "userName");
kept(SCIMMY.Resources.Group, "displayName");

const app = express();
const requests = [];
app.use((request, response, next) => {
    response.on("finish", () => requests.push(`${request.method} ${request.originalUrl} ${response.statusCode}`));
    next();
});
app.get("/requests", (request, response) => response.send(requests));
app.use("/scim", new SCIMMYRouters({
    type: "bearer",
    handler: (request) => {
        if (request.header("Authorization") !== `Bearer ${token}`) throw new Error("the token is another");
        return "caravan";
    }
}));
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
// Ends with whoever started it.
process.stdin.on("end", () => process.exit(0)).resume();
