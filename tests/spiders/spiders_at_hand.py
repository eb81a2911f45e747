"""The sources of this house by name, found as Scrapy finds them."""

from scrapy.utils.misc import walk_modules_iter
from scrapy.utils.spider import iter_spider_classes

from monitor.source.spider import SourceSpider

SPIDERS: dict[str, type[SourceSpider]] = {
    spider.name: spider for module in walk_modules_iter("spiders") for spider in iter_spider_classes(module)
}
