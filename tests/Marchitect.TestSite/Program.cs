using Marchitect;
using Marchitect.TestSite;

return await SiteProgram.RunAsync<Site>(args);
