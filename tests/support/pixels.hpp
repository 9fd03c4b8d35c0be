#pragma once

#include <cairo.h>
#include <catch2/catch.hpp>

#include <cstdint>
#include <cstring>
#include <string>

namespace crura::test {

// A PNG, read back.
class Pixels {
public:
    explicit Pixels(const std::string& png)
    {
        Rest rest{png.data(), png.size()};
        image_ = cairo_image_surface_create_from_png_stream(read, &rest);
        REQUIRE(cairo_surface_status(image_) == CAIRO_STATUS_SUCCESS);
    }
    ~Pixels() { cairo_surface_destroy(image_); }
    Pixels(const Pixels&) = delete;
    Pixels& operator=(const Pixels&) = delete;

    int width() const { return cairo_image_surface_get_width(image_); }
    int height() const { return cairo_image_surface_get_height(image_); }

    std::uint32_t rgb(int x, int y) const
    {
        std::uint32_t pixel = 0;
        const auto* row = cairo_image_surface_get_data(image_)
            + std::ptrdiff_t(y) * cairo_image_surface_get_stride(image_);
        std::memcpy(&pixel, row + 4 * std::ptrdiff_t(x), sizeof pixel);
        return pixel & 0xFFFFFF;
    }

    // How many of this part are not white.
    int inked(int left, int top, int right, int bottom) const
    {
        int count = 0;
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x)
                count += rgb(x, y) != 0xFFFFFF;
        return count;
    }

private:
    struct Rest {
        const char* bytes;
        std::size_t size;
    };
    static cairo_status_t read(void* from, unsigned char* to, unsigned count)
    {
        auto& rest = *static_cast<Rest*>(from);
        if (rest.size < count)
            return CAIRO_STATUS_READ_ERROR;
        std::memcpy(to, rest.bytes, count);
        rest = {rest.bytes + count, rest.size - count};
        return CAIRO_STATUS_SUCCESS;
    }

    cairo_surface_t* image_;
};

} // namespace crura::test
